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
  const picture = new OffscreenCanvas(size, size);
  const context = picture.getContext('2d')!;
  const addresses: string[] = [];
  for (let place = 0; place < ids.length; place++) {
    const tile = pixels.slice(place * size * size * 4, (place + 1) * size * size * 4);
    context.putImageData(new ImageData(tile as Uint8ClampedArray<ArrayBuffer>, size, size), 0, 0);
    addresses.push(await dataAddress(await picture.convertToBlob({ type: 'image/png' })));
  }
  return addresses;
};

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('a picture could not be read'));
    reader.readAsDataURL(blob);
  });
}
