import { VisuallyHidden } from '@mantine/core';
import { formatDifference } from '../lab/study/verdict.ts';
import { SavedFigure } from './chart/saved-figure.tsx';
import classes from './difference-scale.module.css';

export interface DifferenceRow {
  readonly label: string;
  /** One sentence for the tooltip. */
  readonly meaning: string;
  readonly value: number;
  readonly interval: readonly [number, number];
  /** Whether it is more than luck: only then it has a colour. */
  readonly isTold: boolean;
  /** Written at the end of the row. */
  readonly text: string;
}

/** Differences as bars from 0, a row each, with their intervals as whiskers. */
export function DifferenceScale({ rows, label }: { rows: readonly DifferenceRow[]; label: string }) {
  const reach = Math.max(1e-6, ...rows.flatMap(({ value, interval }) => [value, ...interval].map(Math.abs)));
  const at = (value: number) => 50 + (48 * value) / reach;
  const span = (from: number, to: number) => ({
    left: `${at(Math.min(from, to))}%`,
    width: `${Math.abs(at(to) - at(from))}%`,
  });
  return (
    <SavedFigure name={label}>
      <ul className={classes.scale} aria-label={label}>
        {rows.map((row) => (
          <li key={row.label} className={classes.row} data-told={row.isTold || undefined}>
            <span className={classes.label} title={row.meaning}>
              {row.label}
            </span>
            <span className={classes.track} aria-hidden>
              <span className={classes.zero} style={{ left: '50%' }} />
              <span className={classes.bar} style={span(0, row.value)} />
              <span className={classes.interval} style={span(...row.interval)} />
            </span>
            <span className={classes.value}>
              {row.text}
              <VisuallyHidden>
                , 95 % interval {row.interval.map(formatDifference).join(' to ')}
              </VisuallyHidden>
            </span>
          </li>
        ))}
      </ul>
    </SavedFigure>
  );
}
