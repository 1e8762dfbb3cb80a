import { formatAuc } from './format.ts';
import classes from './scale-axis.module.css';

/**
 * The numbers below a scale of AUCs; every second one where all would touch.
 *
 * @param at place of a value, in percent from the left
 */
export function ScaleAxis({ ticks, at }: { ticks: readonly number[]; at: (value: number) => number }) {
  return (
    <span className={classes.axis}>
      {ticks.map((tick, place) => (
        <span
          key={tick}
          className={classes.tick}
          data-second={place % 2 === 1 ? (ticks.length > 5 ? 'of many' : 'of few') : undefined}
          style={{ left: `${at(tick)}%` }}
        >
          {formatAuc(tick)}
        </span>
      ))}
    </span>
  );
}
