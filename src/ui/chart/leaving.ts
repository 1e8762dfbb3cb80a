import type { Point } from '../thin-points.ts';
import type { Curve } from './curve.ts';

/** A line so many times as high as the next one below it leaves nothing to be seen of that. */
const FAR_ABOVE = 8;

/** A line that is drawn up to the top of the chart and goes on beyond. */
export interface LeavingCurve {
  readonly curve: Curve;
  readonly highest: number;
}

const NONE = { top: null, leaving: [] } as const;

/**
 * The named lines that lie so far above the others that those would lie flat on the floor, lowest first, and how high the
 * chart has to be for the others.
 *
 * @param calm heights up to this are always in the picture
 * @returns a top of null where every line is in the picture
 */
export function leavingCurves(
  curves: readonly Curve[],
  calm: number,
): { readonly top: number | null; readonly leaving: readonly LeavingCurve[] } {
  if (calm === Number.POSITIVE_INFINITY) return NONE;
  const all = curves
    .map((curve) => ({ curve, highest: highestOf(curve) }))
    .filter(({ highest }) => Number.isFinite(highest))
    .toSorted((a, b) => a.highest - b.highest);
  const isNamed = ({ curve }: LeavingCurve) => curve.name !== null;
  const first = all.findIndex(
    ({ highest }, index) =>
      highest > calm && all.slice(0, index).some(isNamed) && highest > FAR_ABOVE * all[index - 1]!.highest,
  );
  const leaving = first < 0 ? [] : all.slice(first).filter(isNamed);
  return leaving.length === 0 ? { top: null, leaving } : { top: all[first - 1]!.highest, leaving };
}

function highestOf({ points, band = [] }: Curve): number {
  const higher = (most: number, height: number) => (Number.isFinite(height) ? Math.max(most, height) : most);
  const line = points.reduce((most, { y }) => higher(most, y), Number.NEGATIVE_INFINITY);
  return band.reduce((most, { high }) => higher(most, high), line);
}

/** Where a line first goes above a height; null where it never does. */
export function leavesAt(points: readonly Point[], top: number): number | null {
  const index = points.findIndex(({ y }) => y > top);
  if (index < 0) return null;
  const [before, after] = [points[index - 1], points[index]!];
  return before ? before.x + ((top - before.y) / (after.y - before.y)) * (after.x - before.x) : after.x;
}
