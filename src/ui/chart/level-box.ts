import type { Point } from '../thin-points.ts';
import { type Box, CHARACTER, freeSpot } from './free-spot.ts';

/** Of a line of words, in pixels. */
const HEIGHT = 16;
/** Between the line and its words, and beside them. */
const GAP = 4;
/** How far the next place is that is looked at. */
const STEP = 24;

/**
 * Where the words of a level stand, just above its line: at its left end, else at its right, else where they cross no line
 * between; at its left where there is no such place.
 *
 * @param area of the drawing, and lines, in pixels
 */
export function levelBox(
  label: string,
  height: number,
  area: { readonly x: number; readonly width: number },
  lines: readonly (readonly Point[])[],
): Box {
  const width = label.length * CHARACTER + 2 * GAP;
  const end = area.x + area.width - width;
  const between = Array.from(
    { length: Math.max(0, Math.ceil((end - area.x) / STEP) - 1) },
    (_, step) => area.x + (step + 1) * STEP,
  );
  const boxAt = (left: number): Box => ({
    ...{ left, right: left + width },
    ...{ top: height - HEIGHT - 2, bottom: height - 2 },
  });
  return boxAt(freeSpot([area.x, end, ...between], boxAt, lines, []));
}

/** Where the first letter stands in it. */
export function levelTextAt({ left, bottom }: Box): Point {
  return { x: left + GAP, y: bottom - 3 };
}
