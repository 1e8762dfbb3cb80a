import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { axisRange } from './chart/axis.ts';
import { SavedFigure } from './chart/saved-figure.tsx';
import classes from './dot-plot.module.css';
import { formatAuc } from './format.ts';
import { ScaleAxis } from './scale-axis.tsx';

export interface DotRow {
  readonly key: string;
  readonly label: ReactNode;
  /** One for each seed. */
  readonly dots: readonly number[];
  /** Null while there is none. */
  readonly mean: number | null;
  readonly interval: readonly [number, number] | null;
  /** Grey for what may be luck. */
  readonly tone: 'luck' | 'ahead' | 'behind';
  /** Whether it lies in the band of those that cannot be told apart. */
  readonly inBand: boolean;
  /** Where it stands, in words. */
  readonly standing: string;
}

/** AUCs of several seeds by row on one scale, their mean with its interval, and one grey band around all that are tied. */
export function DotPlot({ rows, label }: { rows: readonly DotRow[]; label: string }) {
  const reach = (row: DotRow) => [
    ...row.dots,
    ...(row.interval ?? []),
    ...(row.mean === null ? [] : [row.mean]),
  ];
  const { low, high, ticks } = axisRange(rows.flatMap(reach), { floor: 0, ceiling: 1 });
  const at = (value: number) => (100 * (value - low)) / (high - low);
  const banded = rows.filter(({ inBand }) => inBand).flatMap(reach);
  const band =
    banded.length > 0
      ? { left: `${at(Math.min(...banded)) - 1}%`, right: `${99 - at(Math.max(...banded))}%` }
      : null;
  return (
    <SavedFigure name={label}>
      <ul className={classes.plot} aria-label={label}>
        {rows.map((row) => (
          <li key={row.key} className={classes.row} data-tone={row.tone} data-band={row.inBand || undefined}>
            <span className={classes.label}>{row.label}</span>
            <span className={classes.track} aria-hidden>
              {row.inBand && band && <span className={classes.band} style={band} />}
              {row.interval && (
                <span
                  className={classes.interval}
                  style={{ left: `${at(row.interval[0])}%`, right: `${100 - at(row.interval[1])}%` }}
                />
              )}
              {row.dots.map((value, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two seeds may have one AUC
                <span key={index} className={classes.dot} style={{ left: `${at(value)}%` }} />
              ))}
              {row.mean !== null && <span className={classes.mean} style={{ left: `${at(row.mean)}%` }} />}
            </span>
            <span className={classes.value}>
              {formatAuc(row.mean)}
              <VisuallyHidden>
                {row.interval && `, 95 % interval ${row.interval.map(formatAuc).join(' to ')}`}
                {`, seeds ${row.dots.map(formatAuc).join(', ')}`}
              </VisuallyHidden>
              <span className={classes.standing}>{row.standing}</span>
            </span>
          </li>
        ))}
        <li className={classes.row} aria-hidden>
          <span />
          <ScaleAxis ticks={ticks} at={at} />
        </li>
      </ul>
    </SavedFigure>
  );
}
