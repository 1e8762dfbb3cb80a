/** A point of a curve. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Thins a curve to at most `limit` points that keep its shape: largest triangle three buckets (Steinarsson 2013,
 * "Downsampling time series for visual representation"). First and last point stay.
 *
 * @param points in order of x
 * @param limit at least 3
 */
export function thinPoints(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const chosen: Point[] = [points[0]!];
  const bucket = (points.length - 2) / (limit - 2);
  let last = points[0]!;
  for (let index = 0; index < limit - 2; index++) {
    const start = 1 + Math.floor(index * bucket);
    const end = 1 + Math.floor((index + 1) * bucket);
    const next = meanPoint(points, end, Math.min(points.length, 1 + Math.floor((index + 2) * bucket)));
    let best = points[start]!;
    let largest = -1;
    for (let place = start; place < end; place++) {
      const point = points[place]!;
      const area = Math.abs((last.x - next.x) * (point.y - last.y) - (last.x - point.x) * (next.y - last.y));
      if (area > largest) {
        largest = area;
        best = point;
      }
    }
    chosen.push(best);
    last = best;
  }
  chosen.push(points.at(-1)!);
  return chosen;
}

function meanPoint(points: readonly Point[], from: number, to: number): Point {
  const start = Math.min(from, points.length - 1);
  const end = Math.max(to, start + 1);
  let x = 0;
  let y = 0;
  for (let place = start; place < end; place++) {
    x += points[place]!.x;
    y += points[place]!.y;
  }
  return { x: x / (end - start), y: y / (end - start) };
}

/**
 * Exponential moving mean with the bias of its start removed, as Adam does for its moments.
 *
 * @param weight of the past, 0 (no smoothing) to below 1
 */
export function smooth(values: readonly number[], weight: number): readonly number[] {
  let mean = 0;
  let mass = 0;
  return values.map((value) => {
    mean = weight * mean + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return mean / mass;
  });
}
