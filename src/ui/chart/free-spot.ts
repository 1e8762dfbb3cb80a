import type { Point } from '../thin-points.ts';

/** In pixels, from the top left. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Width of a character of the small words in a chart, about, in pixels. */
export const CHARACTER = 6.4;

/**
 * The first of the spots at which the words cross no line and none of the boxes; the very first where there is none.
 *
 * @param boxOf where the words of a spot would stand
 * @param lines in pixels
 */
export function freeSpot<Spot>(
  spots: readonly Spot[],
  boxOf: (spot: Spot) => Box,
  lines: readonly (readonly Point[])[],
  boxes: readonly Box[],
): Spot {
  const isFree = (spot: Spot) => {
    const box = boxOf(spot);
    return !boxes.some((other) => overlaps(box, other)) && !lines.some((line) => crosses(line, box));
  };
  return spots.find(isFree) ?? spots[0]!;
}

function overlaps(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function crosses(line: readonly Point[], box: Box): boolean {
  return line.some((point, index) => meets(line[index - 1] ?? point, point, box));
}

/** Whether any of the stretch between two points lies in the box (Liang and Barsky). */
function meets(from: Point, to: Point, { left, top, right, bottom }: Box): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enter, leave] = [0, 1];
  for (const [step, room] of [
    [-dx, from.x - left],
    [dx, right - from.x],
    [-dy, from.y - top],
    [dy, bottom - from.y],
  ] as const) {
    if (step === 0 && room < 0) return false;
    if (step < 0) enter = Math.max(enter, room / step);
    if (step > 0) leave = Math.min(leave, room / step);
  }
  return enter <= leave;
}
