import type { Tiles } from './tiles.ts';

/** One image as the browser draws it, from its bytes [(depth,) size, size, channels]. */
export function imageTiles(
  image: Uint8Array,
  { dims, size, channels }: { readonly dims: 2 | 3; readonly size: number; readonly channels: number },
): Tiles {
  const slices = dims === 3 ? size : 1;
  const pixels = new Uint8ClampedArray(slices * size * size * 4);
  for (let place = 0; place < slices * size * size; place++) {
    for (let channel = 0; channel < 3; channel++) {
      pixels[place * 4 + channel] = image[place * channels + (channels === 3 ? channel : 0)]!;
    }
    pixels[place * 4 + 3] = 255;
  }
  return { pixels, size, slices };
}
