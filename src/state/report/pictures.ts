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
  const [{ pixels, size }, { encode }] = await Promise.all([
    lab.galleryTiles(dataset.key, Uint32Array.from(ids), EDGE),
    import('fast-png'),
  ]);
  const bytes = size * size * 4;
  // Not by a canvas: browsers encode when they have nothing else to do, which puts each run of a report off for a second.
  return await Promise.all(
    ids.map((_, place) => {
      const data = pixels.slice(place * bytes, (place + 1) * bytes);
      const picture = encode({ width: size, height: size, data, channels: 4, depth: 8 });
      return dataAddress(new Blob([picture as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
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
