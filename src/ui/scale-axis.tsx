import { formatAuc } from './format.ts';
import classes from './scale-axis.module.css';

/**
 * The numbers below a scale of AUCs.
 *
 * @param at place of a value, in percent from the left
 */
export function ScaleAxis({ ticks, at }: { ticks: readonly number[]; at: (value: number) => number }) {
  return (
    <span className={classes.axis}>
      {ticks.map((tick) => (
        <span key={tick} className={classes.tick} style={{ left: `${at(tick)}%` }}>
          {formatAuc(tick)}
        </span>
      ))}
    </span>
  );
}
