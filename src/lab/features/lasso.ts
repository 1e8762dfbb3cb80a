export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whether a point lies in a closed path, by the rule of even crossings. */
export function isInside({ x, y }: Point, path: readonly Point[]): boolean {
  let inside = false;
  for (let at = 0, before = path.length - 1; at < path.length; before = at++) {
    const [one, other] = [path[at]!, path[before]!];
    if (one.y > y === other.y > y) continue;
    if (x < one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x)) inside = !inside;
  }
  return inside;
}

/** Indices of the points in a path. */
export function lassoed(x: ArrayLike<number>, y: ArrayLike<number>, path: readonly Point[]): number[] {
  const found: number[] = [];
  for (let at = 0; at < x.length; at++) if (isInside({ x: x[at]!, y: y[at]! }, path)) found.push(at);
  return found;
}
