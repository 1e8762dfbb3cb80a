/** Where values lie on the canvas: one scale for both axes, as distances count. */
export interface Frame {
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
  readonly fromX: (pixel: number) => number;
  readonly fromY: (pixel: number) => number;
}

interface Places {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

const MARGIN = 16;

/** Fits all places of some maps, so that what moves between them stays in sight. */
export function frameOf(maps: readonly Places[], width: number, height: number): Frame {
  const ends = (axis: 'x' | 'y') => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { [axis]: values } of maps) {
      for (let at = 0; at < values.length; at++) {
        low = Math.min(low, values[at]!);
        high = Math.max(high, values[at]!);
      }
    }
    return low <= high ? ([low, high] as const) : ([0, 1] as const);
  };
  const [[left, right], [bottom, top]] = [ends('x'), ends('y')];
  const scale = Math.min(
    (width - 2 * MARGIN) / Math.max(right - left, 1e-12),
    (height - 2 * MARGIN) / Math.max(top - bottom, 1e-12),
  );
  const [middleX, middleY] = [(left + right) / 2, (bottom + top) / 2];
  return {
    toX: (value) => width / 2 + (value - middleX) * scale,
    toY: (value) => height / 2 - (value - middleY) * scale,
    fromX: (pixel) => middleX + (pixel - width / 2) / scale,
    fromY: (pixel) => middleY - (pixel - height / 2) / scale,
  };
}

/** The place nearest to a pixel, within a reach; null where there is none. */
export function nearestPoint(
  { x, y }: Places,
  { toX, toY }: Frame,
  pixel: { readonly x: number; readonly y: number },
  reach: number,
): number | null {
  let [found, nearest] = [null as number | null, reach * reach];
  for (let at = 0; at < x.length; at++) {
    const distance = (toX(x[at]!) - pixel.x) ** 2 + (toY(y[at]!) - pixel.y) ** 2;
    if (distance > nearest) continue;
    nearest = distance;
    found = at;
  }
  return found;
}
