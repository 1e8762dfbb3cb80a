import { expect, it } from 'vitest';
import type { Dataset } from '../../lab/dataset.ts';
import type { GivenImportOptions } from '../../lab/import/options.ts';
import { planImport } from '../../lab/import/plan.ts';
import { imagesOnly, respelled, SET } from '../testing/spellings.ts';
import { npzBytes, type SyntheticArray, syntheticArrays } from '../testing/synthetic-npz.ts';
import { lookAtImport } from './look.ts';
import { openFiles } from './registry.ts';
import { takeImport } from './take.ts';

const context = { signal: new AbortController().signal, onProgress: () => undefined };
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer);

type Arrays = Record<string, SyntheticArray>;

function filesOf(arrays: Arrays) {
  return [{ path: 'mine.npz', file: new File([npzBytes(arrays)], 'mine.npz') }];
}

async function take(arrays: Arrays, options: GivenImportOptions = {}): Promise<Dataset> {
  const source = await openFiles(filesOf(arrays), context);
  const found = source.found(options);
  return takeImport(source, found.name, planImport(found, options), context);
}

/** [N, h, w, 3] as [N, 3, h, w]. */
function channelsFirst({ shape, data }: SyntheticArray): SyntheticArray {
  const [count, height, width, channels] = shape as [number, number, number, number];
  const pixels = height * width;
  const turned = Uint8Array.from({ length: data.length }, (_, at) => {
    const [item, channel, pixel] = [
      Math.floor(at / (pixels * channels)),
      Math.floor(at / pixels) % channels,
      at % pixels,
    ];
    return data[(item * pixels + pixel) * channels + channel]!;
  });
  return { shape: [count, channels, height, width], data: turned };
}

/** With a fourth channel, of how opaque each pixel is. */
function fourChannels(data: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: (data.length / 3) * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : data[Math.floor(at / 4) * 3 + (at % 4)]!,
  );
}

/** Greys of a set as another type of NumPy's, each as it is, and the same set however they are written. */
const TYPES: readonly (readonly [string, (data: Uint8Array) => ArrayBufferView])[] = [
  ['<u2', (data) => Uint16Array.from(data)],
  ['<i2', (data) => Int16Array.from(data)],
  ['<f2', (data) => Uint16Array.from(data, half)],
  ['<f4', (data) => Float32Array.from(data)],
  ['<f8', (data) => Float64Array.from(data)],
];

/** A whole number from 0 to 255 as IEEE 754 binary16, which holds it exactly. */
function half(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
}

it.each(TYPES)(
  'images of %s with bytes as values are the same set, in the window of bytes',
  async (dtype, of) => {
    const plain = await take(syntheticArrays(SET));
    const written = respelled(imagesOnly(({ shape, data }) => ({ shape, dtype, data: bytesOf(of(data)) })));
    const { summary } = await take(written, { window: { low: 0, high: 255 } });
    expect(summary.fingerprint).toBe(plain.summary.fingerprint);
  },
);

it('images of bool are black and white', async () => {
  const written = respelled(
    imagesOnly(({ shape, data }) => ({
      shape,
      dtype: '|b1',
      data: data.map((value) => (value > 120 ? 1 : 0)),
    })),
  );
  expect(new Set((await take(written)).splits.train.images)).toEqual(new Set([0, 255]));
});

it('the window is the full range of the type, what was found, percentiles, or greys that are given', async () => {
  const [low, high] = [1000, 1255];
  const written = respelled(
    imagesOnly(({ shape, data }) => ({
      ...{ shape, dtype: '<u2' },
      // One pixel is far brighter than all others.
      data: bytesOf(Uint16Array.from(data, (value, at) => (at === 0 ? 60_000 : low + value))),
    })),
  );
  const windowOf = async (window: GivenImportOptions['window']) => {
    const { plan, greys } = await lookAtImport(filesOf(written), { window }, context);
    return { window: plan.options.window, greys };
  };
  const full = await windowOf('full');
  expect(full.window).toEqual({ low: 0, high: 65_535 });
  expect((await windowOf('found')).window).toEqual({ low: full.greys.found.low, high: 60_000 });
  const { window } = await windowOf('percentiles');
  expect(window.low).toBeGreaterThanOrEqual(low);
  expect(window.high).toBeLessThanOrEqual(high);
  // What lies outside is cut off.
  const { splits } = await take(written, { window: { low, high } });
  expect(splits.train.images[0]).toBe(255);
  const plain = syntheticArrays(SET).train_images!.data;
  expect(Buffer.compare(splits.train.images.subarray(1), plain.subarray(1))).toBe(0);
});

it('other shapes: channels first or four of them, not square; and other names for the parts', async () => {
  const colour = { ...SET, imageShape: [8, 8, 3] };
  const arrays = syntheticArrays(colour);
  const turned = Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [
      name,
      name.endsWith('_images') ? channelsFirst(array) : array,
    ]),
  );
  const plain = await take(arrays);
  expect((await take(turned)).summary).toMatchObject({ channels: 3, fingerprint: plain.summary.fingerprint });
  const rgba = Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [
      name,
      name.endsWith('_images')
        ? { shape: [...array.shape.slice(0, 3), 4], data: fourChannels(array.data) }
        : array,
    ]),
  );
  expect((await take(rgba)).summary.fingerprint).toBe(plain.summary.fingerprint);
  const wide = syntheticArrays({ ...SET, imageShape: [8, 12] });
  expect((await take(wide, { square: 'pad' })).summary.size).toBe(12);
  expect((await take(wide, { square: 'crop' })).summary.size).toBe(8);
  expect((await take(wide, { square: 'stretch', size: 28 })).summary.size).toBe(28);

  // Named as other people name them, parts that are missing are drawn, each class in its share, and it is said.
  const { train_images: images, train_labels: labels } = syntheticArrays({
    ...SET,
    counts: { train: 40, val: 2, test: 2 },
  });
  const sets = [];
  for (const [x, y] of [
    ['X', 'y'],
    ['images', 'labels'],
    ['arr_0', 'arr_1'],
  ] as const) {
    sets.push(await take({ [x]: images!, [y]: labels! }));
  }
  expect(new Set(sets.map(({ summary }) => summary.fingerprint)).size).toBe(1);
  expect(sets[0]!.summary.counts).toEqual({ train: 28, val: 4, test: 8 });
  expect(sets[0]!.summary.classCounts).toEqual({ train: [14, 14], val: [2, 2], test: [4, 4] });
  expect(sets[0]!.summary.notes.join()).toMatch(/drawn from all images with seed 1/);
});

it('1,000 classes are a set, with their names; more are refused with the way out', async () => {
  const of = (classes: number) => {
    const count = 3 * classes;
    const shape = [count, 8, 8];
    const data = Uint8Array.from({ length: count * 64 }, (_, at) => (at * 37) % 251);
    const values = Uint16Array.from({ length: count }, (_, image) => image % classes);
    return { X: { shape, data }, y: { shape: [count], dtype: '<u2', data: bytesOf(values) } };
  };
  const { summary } = await take(of(1000));
  expect(summary.classNames).toHaveLength(1000);
  await expect(take(of(1001))).rejects.toMatchObject({
    message: expect.stringContaining('1001 different values; a set has 1000 classes at most'),
  });
});
