/** What changed from one image to another, around a middle grey. */
export interface Difference {
  /** RGBA; 128 where nothing changed, 255 and 1 where the most did. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** The largest change of a channel, on the 0 to 1 scale. */
  readonly largest: number;
}

/** @param before RGBA, as long as `after` */
export function differenceOf(before: Uint8ClampedArray, after: Uint8ClampedArray): Difference {
  let largest = 0;
  for (let place = 0; place < before.length; place++) {
    largest = Math.max(largest, Math.abs(after[place]! - before[place]!));
  }
  const pixels = new Uint8ClampedArray(before.length).fill(255);
  const gain = largest === 0 ? 0 : 127 / largest;
  for (let place = 0; place < before.length; place++) {
    if (place % 4 !== 3) pixels[place] = 128 + gain * (after[place]! - before[place]!);
  }
  return { pixels, largest: largest / 255 };
}
