import { useComputedColorScheme, VisuallyHidden } from '@mantine/core';
import { axisRange } from './chart/axis.ts';
import { SavedFigure } from './chart/saved-figure.tsx';
import { formatAuc } from './format.ts';
import classes from './interval-scale.module.css';
import { runColour } from './palettes.ts';
import { ScaleAxis } from './scale-axis.tsx';

export interface ScaleRow {
  readonly label: string;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  /** Filled where measured here, hollow where taken from elsewhere. */
  readonly measured: boolean;
  /** Index in the run palette; null in grey. */
  readonly colour: number | null;
}

/** AUCs on one scale, a row each, with their intervals. */
export function IntervalScale({ rows, label }: { rows: readonly ScaleRow[]; label: string }) {
  const scheme = useComputedColorScheme('light');
  const { low, high, ticks } = axisRange(
    rows.flatMap((row) => [row.value, ...(row.interval ?? [])]),
    { floor: 0, ceiling: 1 },
  );
  const at = (value: number) => (100 * (value - low)) / (high - low);
  return (
    <SavedFigure name={label}>
      <ul className={classes.scale} aria-label={label}>
        {rows.map((row) => {
          const colour = row.colour === null ? 'var(--mantine-color-dimmed)' : runColour(row.colour, scheme);
          return (
            <li key={row.label} className={classes.row}>
              <span className={classes.label} title={row.label}>
                {row.label}
              </span>
              <span className={classes.track} aria-hidden>
                {row.interval && (
                  <span
                    className={classes.interval}
                    style={{
                      left: `${at(row.interval[0])}%`,
                      right: `${100 - at(row.interval[1])}%`,
                      background: colour,
                    }}
                  />
                )}
                <span
                  className={classes.point}
                  style={{
                    left: `${at(row.value)}%`,
                    borderColor: colour,
                    background: row.measured ? colour : 'var(--lab-paper)',
                  }}
                />
              </span>
              <span className={classes.value}>
                {formatAuc(row.value)}
                {row.interval && (
                  <VisuallyHidden>, 95 % interval {row.interval.map(formatAuc).join(' to ')}</VisuallyHidden>
                )}
              </span>
            </li>
          );
        })}
        <li className={classes.row} aria-hidden>
          <span />
          <ScaleAxis ticks={ticks} at={at} />
        </li>
      </ul>
    </SavedFigure>
  );
}
