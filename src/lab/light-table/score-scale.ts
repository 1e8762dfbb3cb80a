import { axisPosition, logOddsAt } from './score-axis.ts';
import type { Swarm } from './swarm.ts';

/** The axis of a swarm: where it is crowded it gives way as the tiles do, so that lines and tiles keep their order. */
export interface ScoreScale {
  /** Pixels from the left at which a score stands; never falls as the score grows. */
  at(logOdds: number): number;
  /** The score that stands at so many pixels from the left. */
  scoreAt(x: number): number;
}

/**
 * Linear between the tiles in units of {@link axisPosition}, from the ends of the axis to the outermost tiles as well.
 *
 * @param scores log-odds of each tile, as the swarm was made of
 */
export function scoreScale({ order, x }: Swarm, scores: ArrayLike<number>, width: number): ScoreScale {
  const count = order.length;
  // Positions of axis and pixels at the left end, at each tile, and at the right end; both never fall.
  const positions = new Float64Array(count + 2);
  const pixels = new Float64Array(count + 2);
  order.forEach((tile, turn) => {
    positions[turn + 1] = axisPosition(scores[tile]!);
    pixels[turn + 1] = x[tile]!;
  });
  positions[count + 1] = 1;
  pixels[count + 1] = width;
  return {
    at: (logOdds) => interpolate(positions, pixels, axisPosition(logOdds)),
    scoreAt: (pixel) => logOddsAt(interpolate(pixels, positions, Math.min(width, Math.max(0, pixel)))),
  };
}

/** The y at x, linear between points that never fall; where several share the x, that of the first. */
function interpolate(xs: Float64Array, ys: Float64Array, x: number): number {
  let [low, high] = [0, xs.length - 1];
  // The first point at or behind x.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle]! < x) low = middle + 1;
    else high = middle;
  }
  if (low === 0 || xs[low] === x) return ys[low]!;
  const share = (x - xs[low - 1]!) / (xs[low]! - xs[low - 1]!);
  return ys[low - 1]! + share * (ys[low]! - ys[low - 1]!);
}
