import { createSHA256 } from 'hash-wasm';
import { SPLITS, type Split, type SplitData } from '../lab/dataset.ts';
import { labelBytes } from '../lab/label-values.ts';
import { breathe } from './cancellation.ts';
import type { ImageShape } from './npz/layout.ts';

const SLICE = 2 ** 23;

/**
 * SHA-256 (hex) over the set itself, so that the same data have the same fingerprint whatever file they came in: for
 * train, val and test in turn the line `<split> uint8 [count,(depth,)height,width,channels] [count,labels]\n` in ASCII,
 * then the pixels, then the labels. Of a set with more than 256 classes the line ends with ` uint16`, as its labels are
 * little-endian words.
 *
 * @throws LabError `cancelled`
 */
export async function fingerprint(
  { dims, size, channels }: ImageShape,
  splits: Readonly<Record<Split, SplitData>>,
  signal: AbortSignal,
  onBytes: (done: number) => void,
): Promise<string> {
  const sha256 = await createSHA256();
  let done = 0;
  for (const split of SPLITS) {
    const { count, images, labels } = splits[split];
    const shape = [count, ...new Array<number>(dims).fill(size), channels];
    const wide = labels instanceof Uint16Array ? ' uint16' : '';
    sha256.update(`${split} uint8 [${shape.join()}] [${count},${labels.length / count}]${wide}\n`);
    for (const bytes of [images, labelBytes(labels)]) {
      for (let at = 0; at < bytes.length; at += SLICE) {
        const slice = bytes.subarray(at, at + SLICE);
        sha256.update(slice);
        done += slice.length;
        onBytes(done);
        if (slice.length === SLICE) await breathe(signal);
      }
    }
  }
  return sha256.digest();
}
