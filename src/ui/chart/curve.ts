import { type Point, thinPoints } from '../thin-points.ts';

/** One line of a chart. */
export interface Curve {
  readonly id: string;
  /** Written at the line's end; null for a line without a name of its own. */
  readonly name: string | null;
  readonly colour: string;
  readonly dash: string;
  /** 1 for what matters; less for what stands behind. */
  readonly opacity: number;
  readonly width: number;
  readonly points: readonly Point[];
}

/** A level with a name: a figure from elsewhere, never a measured one. */
export interface Level {
  readonly label: string;
  readonly y: number;
}

/** A dotted upright: the best epoch of a run. */
export interface Mark {
  readonly id: string;
  readonly x: number;
  readonly colour: string;
}

/** More points than this cannot be seen, only paid for. */
const POINTS_PER_CURVE = 240;

/** Values by curve id at one x, which stands under {@link X_KEY}. */
export type ChartRow = Record<string, number>;

/** Cannot be the id of a curve. */
export const X_KEY = ' x';

/** The curves thinned and merged into the rows that recharts draws, in order of x. */
export function chartRows(curves: readonly Curve[]): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  for (const curve of curves) {
    for (const { x, y } of thinPoints(curve.points, POINTS_PER_CURVE)) {
      const row = rows.get(x) ?? { [X_KEY]: x };
      row[curve.id] = y;
      rows.set(x, row);
    }
  }
  return [...rows.values()].sort((a, b) => a[X_KEY]! - b[X_KEY]!);
}
