import type { Axis } from '../axes.ts';
import type { ConvolutionGeometry } from '../convolution-geometry.ts';
import { range } from '../range.ts';

/** A position of the result with the window that it reads. */
interface Position {
  /** Coordinates from which the taps count; may lie outside the map. */
  readonly base: readonly [number, number, number];
  /** Index of the position in its own map. */
  readonly index: number;
  /** Bit t of an axis is set where tap t meets a pixel. */
  readonly masks: readonly [number, number, number];
}

export type Direction = 'forward' | 'input-gradient';

/** The most taps along one axis, as each takes a bit of a mask and five bits of a packed tap. */
export const MOST_TAPS = 31;

/**
 * Positions of the result in an order in which those that meet the same taps stand together, so that a tile of rows
 * (positions × batch, the batch innermost) has few taps: at 28×28 with the ImageNet stem half of all taps fall on
 * padding, and at stride 2 three of four taps of the input gradient meet no output.
 */
export function sortedPositions({ axes }: ConvolutionGeometry, direction: Direction): Position[] {
  const lines = axes.map((axis) => axisPositions(axis, direction));
  const [depths, heights, widths] = lines as [AxisPosition[], AxisPosition[], AxisPosition[]];
  const positions: Position[] = [];
  for (const d of depths) {
    for (const h of heights) {
      for (const w of widths) {
        positions.push({
          base: [d.base, h.base, w.base],
          index: positions.length,
          masks: [d.mask, h.mask, w.mask],
        });
      }
    }
  }
  return positions.sort(
    (a, b) =>
      a.masks[0] - b.masks[0] || a.masks[1] - b.masks[1] || a.masks[2] - b.masks[2] || a.index - b.index,
  );
}

interface AxisPosition {
  readonly base: number;
  readonly mask: number;
}

function axisPositions({ input, output, kernel, stride, pad }: Axis, direction: Direction): AxisPosition[] {
  if (direction === 'forward') {
    return range(output).map((position) => {
      const base = position * stride - pad;
      return { base, mask: maskOf(kernel, (tap) => base + tap >= 0 && base + tap < input) };
    });
  }
  return range(input).map((position) => {
    const base = position + pad;
    const meets = (tap: number) => {
      const reach = base - tap;
      return reach >= 0 && reach % stride === 0 && reach / stride < output;
    };
    return { base, mask: maskOf(kernel, meets) };
  });
}

function maskOf(kernel: number, meets: (tap: number) => boolean): number {
  return range(kernel).reduce((mask, tap) => (meets(tap) ? mask | (1 << tap) : mask), 0);
}

/** Four integers for each position: base and index. */
export function positionTable(positions: readonly Position[]): Int32Array<ArrayBuffer> {
  return Int32Array.from(positions.flatMap(({ base, index }) => [...base, index]));
}

/** Five bits for each axis, then the tap's number (or whatever else the reader of the table needs). */
function packTap(d: number, h: number, w: number, rest: number): number {
  return d | (h << 5) | (w << 10) | (rest << 15);
}

function tapsOf({ axes }: ConvolutionGeometry): { packed: number; d: number; h: number; w: number }[] {
  const [depth, height, width] = axes;
  return range(depth.kernel * height.kernel * width.kernel).map((tap) => {
    const w = tap % width.kernel;
    const h = Math.floor(tap / width.kernel) % height.kernel;
    const d = Math.floor(tap / (width.kernel * height.kernel));
    return { packed: packTap(d, h, w, tap), d, h, w };
  });
}

/** For each tile of rows the taps that any of them meets: first where each list begins, then the lists. */
export function tileTapTable(
  geometry: ConvolutionGeometry,
  positions: readonly Position[],
  tileRows: number,
): Int32Array<ArrayBuffer> {
  const { batch } = geometry;
  const taps = tapsOf(geometry);
  const tiles = Math.ceil((positions.length * batch) / tileRows);
  const starts: number[] = [];
  const lists: number[] = [];
  for (let tile = 0; tile < tiles; tile++) {
    starts.push(tiles + 1 + lists.length);
    const first = Math.floor((tile * tileRows) / batch);
    const last = Math.floor((Math.min((tile + 1) * tileRows, positions.length * batch) - 1) / batch);
    const masks = positions.slice(first, last + 1).map((position) => position.masks);
    for (const { packed, d, h, w } of taps) {
      if (masks.some(([ds, hs, ws]) => (ds >> d) & (hs >> h) & (ws >> w) & 1)) lists.push(packed);
    }
  }
  starts.push(tiles + 1 + lists.length);
  return Int32Array.from([...starts, ...lists]);
}

/** For each product of a flat filter (tap, channel): the tap along each axis and the channel. */
export function flatTapTable(geometry: ConvolutionGeometry): Int32Array<ArrayBuffer> {
  const { channels } = geometry;
  return Int32Array.from(
    tapsOf(geometry).flatMap(({ d, h, w }) => range(channels).map((channel) => packTap(d, h, w, channel))),
  );
}

/**
 * The pairs of positions (input, output) that each tap joins, for the taps that join any: first where each list begins
 * and where the last ends, then the taps' numbers, then the lists.
 */
export function tapPairTable(geometry: ConvolutionGeometry): Int32Array<ArrayBuffer> {
  const [depth, height, width] = geometry.axes;
  const [depths, heights, widths] = [pairsOf(depth), pairsOf(height), pairsOf(width)];
  const active = tapsOf(geometry)
    .map(({ d, h, w }, tap) => ({ tap, sides: [depths[d]!, heights[h]!, widths[w]!] as const }))
    .filter(({ sides }) => sides.every((side) => side.length > 0));
  const header = 2 * active.length + 1;
  const starts: number[] = [];
  const lists: number[] = [];
  for (const { sides } of active) {
    starts.push(header + lists.length);
    for (const along of sides[0]) {
      for (const down of sides[1]) {
        for (const right of sides[2]) {
          lists.push((along.input * height.input + down.input) * width.input + right.input);
          lists.push((along.output * height.output + down.output) * width.output + right.output);
        }
      }
    }
  }
  starts.push(header + lists.length);
  const table = new Int32Array(header + lists.length);
  table.set([...starts, ...active.map(({ tap }) => tap)]);
  table.set(lists, header);
  return table;
}

/** Number of taps that join any positions. */
export function countActiveTaps({ axes }: ConvolutionGeometry): number {
  return axes.reduce(
    (product, axis) => product * pairsOf(axis).filter((pairs) => pairs.length > 0).length,
    1,
  );
}

/** For each tap along an axis the positions that it joins. */
function pairsOf({ input, output, kernel, stride, pad }: Axis) {
  return range(kernel).map((tap) =>
    range(output)
      .map((position) => ({ output: position, input: position * stride - pad + tap }))
      .filter((pair) => pair.input >= 0 && pair.input < input),
  );
}
