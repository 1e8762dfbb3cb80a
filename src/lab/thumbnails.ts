import { type DatasetSummary, imageLength, type SplitData } from './dataset.ts';

/** Edge of a thumbnail: the image's own, or a whole part of it that is no larger than asked. */
export function thumbnailSize(size: number, most: number): number {
  return Math.floor(size / shrinkOf(size, most));
}

function shrinkOf(size: number, most: number): number {
  return Math.ceil(size / most);
}

/** Pixels of one image, not copied. */
export function imageOf({ images }: SplitData, summary: DatasetSummary, image: number): Uint8Array {
  const length = imageLength(summary);
  return images.subarray(image * length, (image + 1) * length);
}

/**
 * Draws one image small: squares of pixels are averaged, what is left over at the right and at the foot is cut off. A
 * volume is drawn as its projection.
 *
 * @param most longest edge of the thumbnail
 * @param target RGBA, filled from `start` on
 */
export function drawThumbnail(
  values: Uint8Array,
  summary: DatasetSummary,
  most: number,
  target: Uint8ClampedArray,
  start: number,
): void {
  const { size, channels } = summary;
  const flat = projected(values, summary);
  const shrink = shrinkOf(size, most);
  const edge = Math.floor(size / shrink);
  for (let row = 0; row < edge; row++) {
    for (let column = 0; column < edge; column++) {
      const to = start + (row * edge + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const from = channels === 3 ? channel : 0;
        let sum = 0;
        for (let y = row * shrink; y < (row + 1) * shrink; y++) {
          for (let x = column * shrink; x < (column + 1) * shrink; x++) {
            sum += flat[(y * size + x) * channels + from]!;
          }
        }
        target[to + channel] = sum / shrink ** 2;
      }
      target[to + 3] = 255;
    }
  }
}

/**
 * A volume as one picture, along its first axis: the brightest voxel (maximum-intensity projection). Where all voxels are
 * 0 or 255 that would be a silhouette; there it is the thickness, the thickest place white.
 */
function projected(values: Uint8Array, { dims, size, channels }: DatasetSummary): Uint8Array {
  if (dims === 2) return values;
  const slice = size * size * channels;
  const brightest = values.slice(0, slice);
  const sums = new Uint32Array(slice);
  let greys = 0;
  for (let start = 0; start < values.length; start += slice) {
    for (let place = 0; place < slice; place++) {
      const value = values[start + place]!;
      if (value > brightest[place]!) brightest[place] = value;
      sums[place]! += value;
      if (value !== 0 && value !== 255) greys++;
    }
  }
  return greys > 0 ? brightest : thickness(sums);
}

function thickness(sums: Uint32Array): Uint8Array {
  const most = Math.max(1, ...sums);
  return Uint8Array.from(sums, (sum) => Math.round((255 * sum) / most));
}
