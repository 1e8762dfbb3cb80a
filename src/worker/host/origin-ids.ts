import { type Dataset, imageLength, SPLITS, type Split } from '../../lab/dataset.ts';
import { firstId } from '../../lab/gallery/image-ids.ts';
import { plantMark } from '../../lab/shortcut-mark.ts';

/**
 * Which images of the loaded set those of a run's part are, by id: the run may have left some out, drawn its parts anew,
 * or added copies. Found by their pixels, so it does not depend on how the parts were made; of images that are the same to
 * the last pixel each is taken once, as long as there is one left. Where the run planted a mark, all are compared with it.
 *
 * @param marks whether the run planted the mark of a shortcut on some of the part's images
 */
export function originIds(official: Dataset, run: Dataset, split: Split, marks: boolean): Uint32Array {
  const { counts } = official.summary;
  const part = run.splits[split];
  if (part.images === official.splits[split].images) {
    const first = firstId(split, counts);
    return Uint32Array.from({ length: part.count }, (_, index) => first + index);
  }
  const length = imageLength(official.summary);
  const compared = (image: Uint8Array) => {
    if (!marks) return image;
    const marked = image.slice();
    plantMark(marked, official.summary);
    return marked;
  };
  const byHash = new Map<number, { readonly image: Uint8Array; readonly id: number; taken: boolean }[]>();
  for (const from of SPLITS) {
    // The test part is never trained on.
    if ((from === 'test') !== (split === 'test')) continue;
    const { images, count } = official.splits[from];
    for (let index = 0; index < count; index++) {
      const image = compared(images.subarray(index * length, (index + 1) * length));
      const hash = hashOf(image);
      const entry = { image, id: firstId(from, counts) + index, taken: false };
      const same = byHash.get(hash);
      if (same) same.push(entry);
      else byHash.set(hash, [entry]);
    }
  }
  return Uint32Array.from({ length: part.count }, (_, index) => {
    const image = compared(part.images.subarray(index * length, (index + 1) * length));
    const same = (byHash.get(hashOf(image)) ?? []).filter((entry) =>
      image.every((value, at) => value === entry.image[at]),
    );
    const found = same.find(({ taken }) => !taken) ?? same[0];
    if (!found) throw new Error(`Image ${index} of the run's ${split} part is not of the loaded set.`);
    found.taken = true;
    return found.id;
  });
}

/** FNV-1a: it finds candidates, which are compared byte by byte. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}
