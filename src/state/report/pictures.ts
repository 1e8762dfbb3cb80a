import { hasImagesOf } from '../../lab/results/part-ids.ts';
import { lab } from '../../worker/client/lab.ts';
import { useData } from '../data/store.ts';
import type { PictureSource } from './assemble.ts';

/** Longest edge of a picture in the report, in pixels of the image. */
const EDGE = 64;

/** Pictures out of the loaded set, where its images are those that the run was scored on. */
export const picturesOfLoaded: PictureSource = async ({ record }, { scored, part }, ids) => {
  const { dataset } = useData.getState();
  if (ids.length === 0 || !hasImagesOf(dataset, record, scored, part)) return null;
  const { pixels, size } = await lab.galleryTiles(dataset.key, Uint32Array.from(ids), EDGE);
  // Browsers encode when they have nothing else to do, and may put each picture off for a second: all wait together.
  return await Promise.all(
    ids.map(async (_, place) => {
      const picture = new OffscreenCanvas(size, size);
      const tile = pixels.slice(place * size * size * 4, (place + 1) * size * size * 4);
      const image = new ImageData(tile as Uint8ClampedArray<ArrayBuffer>, size, size);
      picture.getContext('2d')!.putImageData(image, 0, 0);
      return await dataAddress(await picture.convertToBlob({ type: 'image/png' }));
    }),
  );
};

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('a picture could not be read'));
    reader.readAsDataURL(blob);
  });
}
