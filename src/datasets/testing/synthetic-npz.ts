import { Zip, ZipDeflate, zipSync } from 'fflate';
import { SPLITS, type Split } from '../../lab/dataset.ts';
import { emptyLabels, labelBytes } from '../../lab/label-values.ts';
import { createRandom, type Random } from '../../lab/random.ts';

/** An array as an .npy file holds it. */
export interface SyntheticArray {
  readonly shape: readonly number[];
  /** Elements as bytes, as many as shape and dtype say (or not, to test that). */
  readonly data: Uint8Array;
  readonly dtype?: string;
  readonly fortranOrder?: boolean;
  /** Version of the .npy format: 1 (default), 2 or 3. */
  readonly version?: number;
}

export interface SyntheticSet {
  readonly counts: Readonly<Record<Split, number>>;
  /** Shape of one image: `[28, 28]`, `[28, 28, 3]`, `[28, 28, 28]`… */
  readonly imageShape: readonly number[];
  /** Number of classes (or labels, if multi-label). */
  readonly classes: number;
  readonly multiLabel?: boolean;
  readonly seed?: number;
}

/** Bytes of an .npy file. */
export function npyBytes({
  shape,
  data,
  dtype = '|u1',
  fortranOrder = false,
  version = 1,
}: SyntheticArray): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dict = `{'descr': '${dtype}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const prefix = version === 1 ? 10 : 12;
  // The header ends in a newline at a multiple of 64 bytes.
  const length = Math.ceil((prefix + dict.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + data.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, length - prefix, true);
  else view.setUint32(8, length - prefix, true);
  bytes.set(new TextEncoder().encode(`${dict.padEnd(length - prefix - 1)}\n`), prefix);
  bytes.set(data, length);
  return bytes;
}

/**
 * The six arrays of a set in the official layout. It can be learned: a bright bar in each image stands where the class
 * says (or, for multi-label, one bar for each label that applies), on grey grain.
 */
export function syntheticArrays(set: SyntheticSet): Record<string, SyntheticArray> {
  const arrays: Record<string, SyntheticArray> = {};
  for (const split of SPLITS) {
    const random = createRandom(set.seed ?? 1, SPLITS.indexOf(split));
    const count = set.counts[split];
    const columns = set.multiLabel ? set.classes : 1;
    const labels = emptyLabels(set.multiLabel ? 2 : set.classes, count * columns);
    for (let index = 0; index < labels.length; index++) {
      labels[index] = set.multiLabel ? random.integer(2) : index % set.classes;
    }
    const length = set.imageShape.reduce((product, edge) => product * edge, 1);
    const images = new Uint8Array(count * length);
    for (let index = 0; index < count; index++) {
      const row = labels.subarray(index * columns, (index + 1) * columns);
      const bars = set.multiLabel ? [...row.keys()].filter((label) => row[label] === 1) : [row[0]!];
      drawBars(images.subarray(index * length, (index + 1) * length), bars, set, random);
    }
    arrays[`${split}_images`] = { shape: [count, ...set.imageShape], data: images };
    arrays[`${split}_labels`] = {
      ...{ shape: [count, columns], data: labelBytes(labels) },
      dtype: labels instanceof Uint16Array ? '<u2' : '|u1',
    };
  }
  return arrays;
}

/** Packs arrays as np.savez_compressed does (level above 0), or np.savez (level 0: stored). */
export function npzBytes(
  arrays: Readonly<Record<string, SyntheticArray>>,
  level: 0 | 1 | 6 = 6,
): Uint8Array<ArrayBuffer> {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npyBytes(array)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(files), { level }));
}

/** Packs arrays as a writer does that cannot seek: sizes and CRC follow each entry in a data descriptor. */
export function npzBytesWithDescriptors(
  arrays: Readonly<Record<string, SyntheticArray>>,
): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  for (const [name, array] of Object.entries(arrays)) {
    const entry = new ZipDeflate(`${name}.npy`);
    zip.add(entry);
    entry.push(npyBytes(array), true);
  }
  zip.end();
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** A whole .npz in the official layout, ready to be dropped on the page. */
export function syntheticNpz(set: SyntheticSet, level: 0 | 1 | 6 = 6): Uint8Array<ArrayBuffer> {
  return npzBytes(syntheticArrays(set), level);
}

function drawBars(
  image: Uint8Array,
  bars: readonly number[],
  { imageShape, classes }: SyntheticSet,
  random: Random,
) {
  const lines = imageShape[0]!;
  const lineLength = image.length / lines;
  for (let at = 0; at < image.length; at++) {
    const position = Math.floor((Math.floor(at / lineLength) * classes) / lines);
    image[at] = 60 + random.integer(60) + (bars.includes(position) ? 90 : 0);
  }
}
