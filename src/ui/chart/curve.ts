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
  /** In order of x. */
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

/** The curve as the `d` of an SVG path, thinned to what can be seen. */
export function curvePath(
  points: readonly Point[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  return thinPoints(points, POINTS_PER_CURVE)
    .map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`)
    .join('');
}

/** The point whose x is nearest; undefined for a curve without points. */
export function nearestPoint(points: readonly Point[], x: number): Point | undefined {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x < x) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [points[low - 1], points[low]];
  if (!before || !after) return after ?? before;
  return x - before.x < after.x - x ? before : after;
}
