import {
  npzBytes,
  type SyntheticArray,
  syntheticArrays,
  syntheticNpz,
} from '../../src/datasets/testing/synthetic-npz.ts';

const SMALL = { counts: { train: 40, val: 12, test: 12 }, imageShape: [28, 28], classes: 2 } as const;

type Arrays = Record<string, SyntheticArray>;

function changed(change: (arrays: Arrays) => void): Uint8Array {
  const arrays: Arrays = { ...syntheticArrays(SMALL) };
  change(arrays);
  return npzBytes(arrays);
}

/** Declares 44 GB of volumes in the header of an array that holds none of them. */
function bomb(): Uint8Array {
  return changed((arrays) => {
    arrays.train_images = { shape: [2_000_000, 28, 28, 28], data: new Uint8Array(100) };
  });
}

/** Each kind of bad file with the code of its own error. */
export const BAD_FILES: readonly { name: string; code: string; bytes: () => Uint8Array }[] = [
  { name: 'text.npz', code: 'not-a-zip', bytes: () => new TextEncoder().encode('no zip at all, only text') },
  { name: 'cut.npz', code: 'truncated', bytes: () => syntheticNpz(SMALL).slice(0, 5000) },
  {
    name: 'no-labels.npz',
    code: 'missing-array',
    bytes: () =>
      changed((arrays) => {
        delete arrays.val_labels;
      }),
  },
  {
    name: 'objects.npz',
    code: 'wrong-dtype',
    bytes: () =>
      changed((arrays) => {
        arrays.train_images = { ...arrays.train_images!, dtype: '|O' };
      }),
  },
  {
    name: 'flat.npz',
    code: 'wrong-shape',
    bytes: () =>
      changed((arrays) => {
        arrays.train_images = { ...arrays.train_images!, shape: [40, 784] };
      }),
  },
  {
    name: 'labels.npz',
    code: 'labels-out-of-range',
    bytes: () =>
      changed((arrays) => {
        arrays.train_labels = {
          shape: [40, 1],
          dtype: '<f4',
          data: new Uint8Array(Float32Array.from({ length: 40 }, (_, i) => i / 2).buffer),
        };
      }),
  },
  {
    name: 'lengths.npz',
    code: 'length-mismatch',
    bytes: () =>
      changed((arrays) => {
        arrays.train_labels = { shape: [39, 1], data: arrays.train_labels!.data.slice(0, 39) };
      }),
  },
  {
    name: 'one-class.npz',
    code: 'one-class',
    bytes: () =>
      changed((arrays) => {
        for (const split of ['train', 'val', 'test']) {
          const { shape, data } = arrays[`${split}_labels`]!;
          arrays[`${split}_labels`] = { shape, data: new Uint8Array(data.length) };
        }
      }),
  },
  {
    name: 'none.npz',
    code: 'no-images',
    bytes: () =>
      changed((arrays) => {
        arrays.train_images = { shape: [0, 28, 28], data: new Uint8Array(0) };
        arrays.train_labels = { shape: [0, 1], data: new Uint8Array(0) };
      }),
  },
  { name: 'bomb.npz', code: 'too-large', bytes: bomb },
];
