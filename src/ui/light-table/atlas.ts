import type { Tiles } from '../tiles.ts';

/** All tiles in one picture at the size they are drawn at, so that a frame is one copy a tile and scales nothing. */
export interface Atlas {
  readonly picture: OffscreenCanvas;
  /** Edge of a tile in it, in device pixels. */
  readonly edge: number;
  readonly columns: number;
}

/** Tiles copied at a stretch: about a millisecond's work. */
const STRETCH = 100;

/**
 * Enlarged pixels stay squares; what is made smaller is averaged. Gives way to other work now and then.
 *
 * @param tiles one slice each
 * @param edge in device pixels
 */
export async function makeAtlas({ pixels, size }: Tiles, edge: number): Promise<Atlas> {
  const length = size * size * 4;
  const count = pixels.length / length;
  const columns = Math.ceil(Math.sqrt(count));
  const picture = new OffscreenCanvas(columns * edge, Math.ceil(count / columns) * edge);
  const target = picture.getContext('2d')!;
  target.imageSmoothingEnabled = edge < size;
  target.imageSmoothingQuality = 'high';
  const single = new OffscreenCanvas(size, size);
  const source = single.getContext('2d', { willReadFrequently: true })!;
  for (let tile = 0; tile < count; tile++) {
    if (tile > 0 && tile % STRETCH === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    const image = new ImageData(
      new Uint8ClampedArray(pixels.subarray(tile * length, (tile + 1) * length)),
      size,
    );
    source.putImageData(image, 0, 0);
    target.drawImage(single, (tile % columns) * edge, Math.floor(tile / columns) * edge, edge, edge);
  }
  return { picture, edge, columns };
}
