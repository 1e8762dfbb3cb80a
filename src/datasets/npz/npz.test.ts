import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError, type LabErrorCode } from '../../lab/lab-error.ts';
import { labelBytes } from '../../lab/label-values.ts';
import {
  npyBytes,
  npzBytes,
  npzBytesWithDescriptors,
  type SyntheticArray,
  syntheticArrays,
  syntheticNpz,
} from '../testing/synthetic-npz.ts';
import { zip64Bytes } from '../testing/zip64.ts';
import { loadNpz } from './load-npz.ts';
import { readNpz } from './read-npz.ts';

const SMALL = { counts: { train: 8, val: 4, test: 6 }, imageShape: [28, 28], classes: 2 } as const;

function load(bytes: Uint8Array<ArrayBuffer>, signal = new AbortController().signal) {
  return loadNpz(new Blob([bytes]), 'set.npz', 'file set.npz', { signal, onProgress: () => {} });
}

/** The error that a file gives, with the facts its message must hold. */
async function expectError(
  bytes: Uint8Array<ArrayBuffer>,
  code: LabErrorCode,
  ...facts: readonly (string | RegExp)[]
) {
  const error = await load(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LabError);
  const { code: found, message, remedy } = error as LabError;
  expect(`${found}: ${message}`).toMatch(new RegExp(`^${code}: `));
  for (const fact of facts) expect(message).toMatch(fact);
  expect(remedy.length).toBeGreaterThan(10);
}

function withArrays(changes: Readonly<Record<string, SyntheticArray | undefined>>) {
  const arrays = { ...syntheticArrays(SMALL), ...changes };
  const kept = Object.entries(arrays).filter(
    (entry): entry is [string, SyntheticArray] => entry[1] !== undefined,
  );
  return npzBytes(Object.fromEntries(kept));
}

const labels = (values: readonly number[], columns = 1): SyntheticArray => ({
  shape: [values.length / columns, columns],
  data: new Uint8Array(values),
});

describe('an npz in the official layout', () => {
  it.each([
    ['2D grey', { imageShape: [28, 28], dims: 2, size: 28, channels: 1 }],
    ['2D colour', { imageShape: [64, 64, 3], dims: 2, size: 64, channels: 3 }],
    ['3D', { imageShape: [28, 28, 28], dims: 3, size: 28, channels: 1 }],
    ['3D with a channel axis', { imageShape: [16, 16, 16, 1], dims: 3, size: 16, channels: 1 }],
  ] as const)('reads %s pixels and labels as they are', async (_, { imageShape, dims, size, channels }) => {
    const set = { ...SMALL, imageShape };
    const { summary, splits } = await load(syntheticNpz(set));
    expect(summary).toMatchObject({ dims, size, channels, task: 'binary', counts: SMALL.counts });
    const arrays = syntheticArrays(set);
    for (const split of ['train', 'val', 'test'] as const) {
      // Element-wise comparison of a million pixels takes seconds.
      expect(Buffer.compare(splits[split].images, arrays[`${split}_images`]!.data)).toBe(0);
      expect(Buffer.compare(labelBytes(splits[split].labels), arrays[`${split}_labels`]!.data)).toBe(0);
    }
  });

  it.each([
    ['stored', npzBytes(syntheticArrays(SMALL), 0)],
    ['with data descriptors', npzBytesWithDescriptors(syntheticArrays(SMALL))],
    ['zip64', zip64Bytes(syntheticArrays(SMALL))],
    [
      '.npy versions 2 and 3',
      npzBytes(
        Object.fromEntries(
          Object.entries(syntheticArrays(SMALL)).map(([name, array], index) => [
            name,
            { ...array, version: 2 + (index % 2) },
          ]),
        ),
      ),
    ],
    [
      'with another array among them',
      npzBytes({ note: { shape: [3], data: new Uint8Array(3) }, ...syntheticArrays(SMALL) }),
    ],
  ])('gives the same set when it is written %s', async (_, bytes) => {
    const { summary } = await load(bytes);
    expect(summary.fingerprint).toBe((await load(syntheticNpz(SMALL))).summary.fingerprint);
  });

  it('infers the task from the labels', async () => {
    const multiClass = await load(syntheticNpz({ ...SMALL, classes: 4 }));
    expect(multiClass.summary).toMatchObject({
      task: 'multi-class',
      classNames: ['class 0', 'class 1', 'class 2', 'class 3'],
      classCounts: { train: [2, 2, 2, 2], val: [1, 1, 1, 1], test: [2, 2, 1, 1] },
    });
    const multiLabel = await load(
      syntheticNpz({ ...SMALL, classes: 14, multiLabel: true, counts: { train: 40, val: 40, test: 40 } }),
    );
    expect(multiLabel.summary).toMatchObject({ task: 'multi-label' });
    expect(multiLabel.summary.classNames).toHaveLength(14);
    const ones = multiLabel.splits.val.labels.filter((label) => label === 1).length;
    expect(multiLabel.summary.classCounts.val.reduce((sum, count) => sum + count, 0)).toBe(ones);
  });

  it('reads labels of other integer types and of rank 1', async () => {
    const big = new Uint8Array(new BigInt64Array([0n, 1n, 0n, 1n, 1n, 0n, 1n, 0n]).buffer);
    const bigEndian = new Uint8Array([0, 0, 0, 1, 0, 0, 0, 1]);
    const { splits } = await load(
      withArrays({
        train_labels: { shape: [8, 1], dtype: '<i8', data: big },
        val_labels: { shape: [4], dtype: '>u2', data: bigEndian },
      }),
    );
    expect([...splits.train.labels]).toEqual([0, 1, 0, 1, 1, 0, 1, 0]);
    expect([...splits.val.labels]).toEqual([0, 1, 0, 1]);
  });

  it('takes its MD5 over the raw bytes and reports every one of them', async () => {
    const bytes = syntheticNpz(SMALL);
    const progress: number[] = [];
    const { md5 } = await readNpz(new Blob([bytes]), {
      fileName: 'set.npz',
      wanted: ['test_labels'],
      checkHeader: () => {},
      signal: new AbortController().signal,
      onBytes: (done) => progress.push(done),
    });
    expect(md5).toBe(createHash('md5').update(bytes).digest('hex'));
    expect(progress.at(-1)).toBe(bytes.length);
  });

  it('says what is odd about the data', async () => {
    const arrays = syntheticArrays(SMALL);
    const image = arrays.train_images!.data.subarray(0, 784);
    const images = new Uint8Array(arrays.val_images!.data);
    images.set(image, 0);
    images.set(image, 784);
    const { summary } = await load(withArrays({ val_images: { shape: [4, 28, 28], data: images } }));
    expect(summary.notes).toEqual([
      '1 group of exact duplicates (3 images), 1 across training and validation.',
      'In 1 of these groups the same image has different labels.',
    ]);
  });
});

describe('a bad file is refused with its own error', () => {
  it('not a zip', async () => {
    await expectError(new Uint8Array(0), 'not-a-zip', 'set.npz', 'empty');
    await expectError(new TextEncoder().encode('id,label\n1,0\n'), 'not-a-zip', 'set.npz');
    await expectError(npyBytes({ shape: [4], data: new Uint8Array(4) }), 'not-a-zip');
  });

  it('truncated', async () => {
    const bytes = syntheticNpz(SMALL);
    await expectError(bytes.slice(0, bytes.length / 2), 'truncated');
    const short = npyBytes({ shape: [8, 28, 28], data: new Uint8Array(100) });
    await expectError(
      withArrays({ train_images: { shape: [8, 28, 28], data: new Uint8Array(100) } }),
      'truncated',
      'train_images',
      String(short.length),
    );
  });

  it('a missing array', async () => {
    await expectError(
      withArrays({ val_images: undefined }),
      'missing-array',
      /no val_images;/,
      'train_images.npy',
    );
  });

  it('wrong dtype', async () => {
    await expectError(
      withArrays({ train_images: { shape: [8, 28, 28], dtype: '<f4', data: new Uint8Array(8 * 784 * 4) } }),
      'wrong-dtype',
      'train_images',
      '<f4',
      'uint8',
    );
    await expectError(
      withArrays({ test_labels: { shape: [6, 1], dtype: '<f8', data: new Uint8Array(48) } }),
      'wrong-dtype',
      'test_labels',
    );
    await expectError(
      withArrays({ test_labels: { shape: [6, 1], dtype: '|O', data: new Uint8Array(48) } }),
      'wrong-dtype',
    );
  });

  it('wrong rank or shape', async () => {
    const images = (shape: readonly number[]): SyntheticArray => ({
      shape,
      data: new Uint8Array(shape.reduce((product, edge) => product * edge, 1)),
    });
    await expectError(withArrays({ train_images: images([8, 784]) }), 'wrong-shape', '(8, 784)');
    await expectError(withArrays({ train_images: images([8, 28, 30]) }), 'wrong-shape', '(8, 28, 30)');
    await expectError(withArrays({ train_images: images([8, 28, 28, 4]) }), 'wrong-shape');
    await expectError(withArrays({ train_images: images([8, 4, 4]) }), 'wrong-shape', '4 pixels');
    await expectError(
      withArrays({ val_images: images([4, 32, 32]) }),
      'wrong-shape',
      '(4, 32, 32)',
      '(8, 28, 28)',
    );
    await expectError(withArrays({ val_labels: images([4, 1, 1]) }), 'wrong-shape', 'val_labels');
    await expectError(withArrays({ val_labels: images([4, 2]) }), 'wrong-shape', '(4, 2)', '(8, 1)');
    await expectError(
      withArrays({ train_images: { ...images([8, 28, 28]), fortranOrder: true } }),
      'wrong-shape',
      'Fortran',
    );
  });

  it('labels out of range', async () => {
    await expectError(
      withArrays({ val_labels: labels([0, 1, 7, 0]) }),
      'labels-out-of-range',
      'val_labels holds the label 7',
      '0 to 1',
    );
    await expectError(
      withArrays({ train_labels: labels([0, 1, 0, 1, 0, 1, 0, 9]) }),
      'labels-out-of-range',
      '2, 3, 4',
    );
    const negative = new Uint8Array(new Int16Array([0, 1, -1, 1]).buffer);
    await expectError(
      withArrays({ val_labels: { shape: [4, 1], dtype: '<i2', data: negative } }),
      'labels-out-of-range',
      '-1',
    );
    await expectError(
      withArrays({
        train_labels: labels([...new Array(15).fill(1), 2], 2),
        val_labels: labels(new Array(8).fill(0), 2),
        test_labels: labels(new Array(12).fill(1), 2),
      }),
      'labels-out-of-range',
      'must be 0 or 1',
    );
  });

  it('labels of another length', async () => {
    await expectError(
      withArrays({ test_labels: labels([0, 1, 0]) }),
      'length-mismatch',
      '6 images',
      'test_labels 3 labels',
    );
  });

  it('one class only', async () => {
    await expectError(
      withArrays({ train_labels: labels(new Array(8).fill(1)) }),
      'one-class',
      'class 1 only',
    );
    await expectError(
      withArrays({ train_labels: labels(new Array(8).fill(0)) }),
      'one-class',
      'class 0 only',
    );
    await expectError(withArrays({ val_labels: labels([0, 0, 0, 0]) }), 'one-class', 'val_labels');
    await expectError(
      withArrays({
        train_labels: labels(new Array(16).fill(1), 2),
        val_labels: labels(new Array(8).fill(0), 2),
        test_labels: labels(new Array(12).fill(1), 2),
      }),
      'one-class',
    );
  });

  it('zero images', async () => {
    await expectError(
      withArrays({
        val_images: { shape: [0, 28, 28], data: new Uint8Array(0) },
        val_labels: { shape: [0, 1], data: new Uint8Array(0) },
      }),
      'no-images',
      'val_images',
    );
  });

  it('a zip bomb, before anything is allocated', async () => {
    const huge: SyntheticArray = { shape: [2_000_000, 28, 28, 28], data: new Uint8Array(100) };
    await expectError(withArrays({ train_images: huge }), 'too-large', '43.9 GB');
    const bytes = syntheticNpz(SMALL);
    await expectError(declareSize(bytes, 'train_images.npy', 1e9), 'too-large', 'more than DEFLATE can pack');
    const stored = declareSize(npzBytes(syntheticArrays(SMALL), 0), 'train_images.npy', 4e9);
    await expectError(stored, 'not-a-zip', 'two different sizes');
  });

  it('an entry that unpacks to more than it declares', async () => {
    const shape = [8, 28, 28];
    const bytes = withArrays({ train_images: { shape, data: new Uint8Array(8 * 784 + 1) } });
    await expectError(
      declareSize(bytes, 'train_images.npy', 128 + 8 * 784),
      'too-large',
      'unpacks to more than',
    );
  });

  it('damaged data', async () => {
    const bytes = npzBytes(syntheticArrays(SMALL), 0);
    bytes[500] = bytes[500]! ^ 1;
    await expectError(bytes, 'checksum-mismatch', 'train_images.npy', 'CRC-32');
  });

  it('cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(load(syntheticNpz(SMALL), abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('whatever happened to a file', () => {
  const whole = syntheticNpz({ ...SMALL, counts: { train: 4, val: 2, test: 2 }, imageShape: [8, 8] });

  it('cut anywhere, it gives an error a person can act on', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        await expect(load(whole.slice(0, length))).rejects.toBeInstanceOf(LabError);
      }),
      { numRuns: 150 },
    );
  });

  it('changed anywhere, it gives such an error or the same set', { timeout: 60_000 }, async () => {
    const { fingerprint } = (await load(whole)).summary;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const bytes = whole.slice();
          bytes[at] = bytes[at]! ^ change;
          const result = await load(bytes).catch((error: unknown) => error);
          if (!(result instanceof LabError)) {
            expect(result).toMatchObject({ summary: { fingerprint } });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Changes the unpacked size that the central directory declares for an entry. */
function declareSize(bytes: Uint8Array<ArrayBuffer>, name: string, size: number): Uint8Array<ArrayBuffer> {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  for (let at = changed.length - 46; at >= 0; at--) {
    const isEntry = view.getUint32(at, true) === 0x02014b50;
    if (isEntry && new TextDecoder().decode(changed.subarray(at + 46, at + 46 + name.length)) === name) {
      view.setUint32(at + 24, size, true);
      return changed;
    }
  }
  throw new Error(`${name} is not in the archive`);
}
