/** A vertical axis from where it matters. */
export interface AxisRange {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Whether zero (or the natural floor) is left out, so that the axis must say so. */
  readonly broken: boolean;
}

/**
 * The range that shows the values with some air, on round ticks.
 *
 * @param floor lowest value that makes sense (0 for losses and AUC)
 * @param ceiling highest one, if there is any (1 for AUC)
 */
export function axisRange(
  values: readonly number[],
  { floor, ceiling }: { floor: number; ceiling: number | null },
): AxisRange {
  const finite = values.filter(Number.isFinite);
  const [lowest, highest] =
    finite.length === 0
      ? [floor, ceiling ?? 1]
      : [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const span = Math.max(highest - lowest, 0.02);
  const step = roundStep(span / 4);
  let low = Math.floor((lowest - 0.05 * span) / step) * step;
  let high = Math.ceil((highest + 0.05 * span) / step) * step;
  // A chart that nearly reaches the floor may as well show it.
  if (low < floor + 0.2 * (high - floor) && lowest >= floor) low = floor;
  if (ceiling !== null && highest <= ceiling) high = Math.min(high, ceiling);
  const ticks: number[] = [];
  const first = Math.ceil(low / step - 1e-9);
  for (let index = first; index * step <= high + 1e-9; index++)
    ticks.push(Number((index * step).toFixed(10)));
  // The floor means something, as 0.5 does for an AUC: it is named also between two round ticks, where there is room.
  if (low === floor && ticks[0]! - low > step / 3) ticks.unshift(low);
  return { low, high, ticks, broken: low > floor };
}

/** A character of the numbers beside an axis, about, and what lies between them and the axis, in pixels. */
const CHARACTER = 6.8;
const BESIDE = 8;
/** Room that the numbers of most axes fit into: charts beside each other begin alike. */
const COMMON_WIDTH = 44;

/** Room for the numbers beside a vertical axis, in pixels; of losses that diverge some are long. */
export function axisWidth(labels: readonly string[]): number {
  const longest = labels.reduce((most, { length }) => Math.max(most, length), 0);
  return Math.max(COMMON_WIDTH, Math.ceil(longest * CHARACTER) + BESIDE);
}

/** 1, 2 or 5 times a power of ten, at least as large as the wish. */
function roundStep(wish: number): number {
  const power = 10 ** Math.floor(Math.log10(wish));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= wish * 0.999)!;
  return factor * power;
}

/** Whole-number ticks, at most `most`, from 0 or 1 to the end. */
export function epochTicks(end: number, most = 8): readonly number[] {
  const step = Math.max(1, roundStep(end / most));
  const ticks: number[] = [];
  for (let tick = 0; tick <= end + 1e-9; tick += step) ticks.push(tick);
  return ticks;
}

/**
 * Moves labels apart so that none overlaps, each as near as possible to where it belongs.
 *
 * @param wanted positions, any order
 * @returns positions in the same order, within [low, high] where that many fit
 */
export function spreadLabels(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number,
): readonly number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = [...wanted];
  let previous = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    placed[index] = Math.max(wanted[index]!, previous + gap, low);
    previous = placed[index]!;
  }
  let next = high + gap;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index]!, next - gap);
    next = placed[index]!;
  }
  return placed;
}
