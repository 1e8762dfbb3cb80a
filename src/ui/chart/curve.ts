import { type Point, thinPoints } from '../thin-points.ts';

/** One line of a chart. */
export interface Curve {
  readonly id: string;
  /** Written at the line's end; null for a line without a name of its own. */
  readonly name: string | null;
  /** Written before the name: what the line is called wherever it is spoken of. */
  readonly letter?: string;
  readonly colour: string;
  readonly dash: string;
  /** 1 for what matters; less for what stands behind. */
  readonly opacity: number;
  readonly width: number;
  /** In order of x. */
  readonly points: readonly Point[];
  /** Where the curve may as well be, in order of x. */
  readonly band?: readonly BandPoint[];
  /** Written before the name at the line's end; absent: the last y, null: nothing. */
  readonly figure?: number | null;
}

/** A piece of a band around a curve. */
export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** A flag on a point: the best epoch of a run. */
export interface Mark {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  /** Beside the flag; null where there are too many to be read. */
  readonly label: string | null;
}

/** A height that means something. */
export interface Level {
  readonly y: number;
  readonly label: string;
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

/** The band as the `d` of a closed SVG path: along its top, and back along its foot. */
export function bandPath(
  band: readonly BandPoint[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const top = band.map((point) => `${x(point.x).toFixed(1)},${y(point.high).toFixed(1)}`);
  const foot = band.toReversed().map((point) => `${x(point.x).toFixed(1)},${y(point.low).toFixed(1)}`);
  return band.length === 0 ? '' : `M${[...top, ...foot].join('L')}Z`;
}

/** The curve between two x, ends included. */
export function curveWithin(curve: Curve, [from, to]: readonly [number, number]): Curve {
  const inside = ({ x }: { readonly x: number }) => x >= from && x <= to;
  const points = curve.points.filter(inside);
  return curve.band ? { ...curve, points, band: curve.band.filter(inside) } : { ...curve, points };
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
