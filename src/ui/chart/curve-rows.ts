import type { Curve } from './curve.ts';

/** As many lines of a table as are read at a glance. */
const MOST_ROWS = 11;

/** The x of some lines of a table: whole numbers up to the last one, or tenths of 1. */
export function tableSteps(kind: 'epoch' | 'rate', end: number): readonly number[] {
  if (kind === 'rate') return Array.from({ length: MOST_ROWS }, (_, tenth) => tenth / 10);
  const last = Math.max(1, Math.floor(end));
  const count = Math.min(MOST_ROWS, last);
  return Array.from({ length: count }, (_, row) =>
    count === 1 ? last : Math.round(1 + (row * (last - 1)) / (count - 1)),
  );
}

/** The height of a curve at an x that it has, with its band; null where it has none there. */
export function heightAt(
  { points, band = [] }: Pick<Curve, 'points' | 'band'>,
  x: number,
): { readonly y: number; readonly interval: readonly [number, number] | null } | null {
  const isThere = (point: { readonly x: number }) => Math.abs(point.x - x) < 1e-9;
  // Several points may share an x where a curve rises: the last one is where it goes on from.
  const point = points.findLast(isThere);
  if (!point) return null;
  const around = band.findLast(isThere);
  return { y: point.y, interval: around ? [around.low, around.high] : null };
}
