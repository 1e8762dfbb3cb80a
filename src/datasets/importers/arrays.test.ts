import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../lab/dataset.ts';
import { type GivenImportOptions, parseImportOptions } from '../../lab/import/options.ts';
import { planImport } from '../../lab/import/plan.ts';
import { labelBytes } from '../../lab/label-values.ts';
import { loadNpz } from '../npz/load-npz.ts';
import { npzOf } from '../npz/write-npz.ts';
import { imagesOnly, labelsOnly, respelled, SET, SPELLINGS } from '../testing/spellings.ts';
import { npyBytes, npzBytes, type SyntheticArray, syntheticArrays } from '../testing/synthetic-npz.ts';
import { isPlain, lookAtImport } from './look.ts';
import { openFiles } from './registry.ts';
import { takeImport } from './take.ts';

const context = { signal: new AbortController().signal, onProgress: () => undefined };
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer);

type Arrays = Record<string, SyntheticArray>;

function filesOf(arrays: Arrays, name = 'mine.npz') {
  return [{ path: name, file: new File([npzBytes(arrays)], name) }];
}

async function take(arrays: Arrays, options: GivenImportOptions = {}): Promise<Dataset> {
  const source = await openFiles(filesOf(arrays), context);
  const found = source.found(options);
  return takeImport(source, found.name, planImport(found, options), context);
}

describe('the same set in other spellings', () => {
  it.each(SPELLINGS)('%s has the same fingerprint', async (name, arrays) => {
    const plain = (await loadNpz(new Blob([npzBytes(syntheticArrays(SET))]), 'x.npz', 'a test', context))
      .summary;
    const { summary } = await take(arrays, name === 'one-hot' ? { labels: 'classes' } : {});
    expect(summary.fingerprint).toBe(plain.fingerprint);
  });

  it('a file in which nothing is assumed needs no import, any other does', async () => {
    for (const [name, arrays] of SPELLINGS) {
      expect(await isPlain(filesOf(arrays), context)).toBe(name === 'as it is');
    }
  });
});

it('import ∘ export is the identity: pixels, labels, names, and what was done', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        classes: fc.integer({ min: 2, max: 5 }),
        channels: fc.constantFrom(1, 3),
        volume: fc.boolean(),
        seed: fc.nat(1000),
      }),
      fc.array(
        fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        { minLength: 5, maxLength: 5 },
      ),
      async ({ classes, channels, volume, seed }, words) => {
        const imageShape = [...(volume ? [8] : []), 8, 8, channels];
        const arrays = syntheticArrays({
          counts: { train: 20, val: 10, test: 10 },
          imageShape,
          classes,
          seed,
        });
        const before = await take(arrays, {});
        const names = words.slice(0, classes).map((word, index) => `${word} ${index}`);
        const named = { ...before, summary: { ...before.summary, classNames: names } };
        const file = await npzOf(named, ['A note.'], context);
        expect(await isPlain([{ path: file.name, file }], context)).toBe(true);
        const after = await loadNpz(file, file.name, 'again', context);
        expect(after.summary).toEqual({
          ...named.summary,
          notes: ['A note.', ...before.summary.notes.filter((note) => !note.includes('axes'))],
        });
        for (const split of ['train', 'val', 'test'] as const) {
          expect(Buffer.compare(after.splits[split].images, before.splits[split].images)).toBe(0);
          expect(
            Buffer.compare(labelBytes(after.splits[split].labels), labelBytes(before.splits[split].labels)),
          ).toBe(0);
        }
      },
    ),
    { numRuns: 12 },
  );
});

it('the options in the record make the same set again from the same files', async () => {
  const arrays = { X: syntheticArrays(SET).train_images!, y: syntheticArrays(SET).train_labels! };
  const first = await take(arrays, { draw: { seed: 5 }, size: 28 });
  const options = parseImportOptions(JSON.parse(JSON.stringify(first.summary.imported)));
  expect((await take(arrays, options)).summary).toEqual(first.summary);
  expect((await take(arrays, { ...options, draw: { seed: 6 } })).summary.fingerprint).not.toBe(
    first.summary.fingerprint,
  );
});

it('one-hot columns are asked about, and refused without an answer, with the option that answers', async () => {
  const [, arrays] = SPELLINGS.find(([name]) => name === 'one-hot')!;
  const look = await lookAtImport(filesOf(arrays), {}, context);
  expect(look.plan.questions).toMatchObject([{ option: 'labels' }]);
  await expect(take(arrays)).rejects.toMatchObject({
    code: 'needs-choice',
    remedy: expect.stringContaining('{ "labels": "classes" }'),
  });
  expect((await take(arrays, { labels: 'labels' })).summary.task).toBe('multi-label');
});

it('a window of 16 bits is the range found, and an image with NaN is told by name', async () => {
  const narrow = respelled(
    imagesOnly(({ shape, data }) => ({
      shape,
      dtype: '<u2',
      data: bytesOf(Uint16Array.from(data, (value) => 1000 + value)),
    })),
  );
  const look = await lookAtImport(filesOf(narrow), {}, context);
  expect(look.plan.options.window).toEqual(look.greys.found);
  expect(look.tiles.classes).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  const odd = respelled(
    imagesOnly(({ shape, data }) => ({
      shape,
      dtype: '<f4',
      data: bytesOf(Float32Array.from(data, (value, at) => (at === 64 * 3 + 5 ? Number.NaN : value))),
    })),
  );
  await expect(take(odd)).rejects.toMatchObject({
    code: 'needs-choice',
    message: expect.stringContaining('train_images[3]'),
  });
  const { summary } = await take(odd, { leaveOut: ['not-a-number'] });
  expect(summary.counts.train).toBe(23);
});

it('groups in a column of their own stay on one side', async () => {
  const { train_images, train_labels } = syntheticArrays(SET);
  const patient = { shape: [24], data: Uint8Array.from({ length: 24 }, (_, item) => item >> 1) };
  const { summary } = await take({ images: train_images!, labels: train_labels!, patient_id: patient });
  expect(summary.imported?.group).toEqual({ column: 'patient_id' });
});

it('images and labels may lie in .npy files beside each other', async () => {
  const { train_images, train_labels } = syntheticArrays(SET);
  const files = [
    { path: 'set/pictures.npy', file: new File([npyBytes(train_images!)], 'pictures.npy') },
    { path: 'set/truth.npy', file: new File([npyBytes(train_labels!)], 'truth.npy') },
  ];
  const source = await openFiles(files, context);
  expect(source.found({}).labels).toMatchObject({ kind: 'values' });
  await expect(openFiles(files.slice(0, 1), context)).rejects.toMatchObject({
    code: 'missing-array',
    remedy: expect.stringContaining('labels together'),
  });
});

it('objects are refused, and so is everything that is no image', async () => {
  const objects = respelled(labelsOnly(({ shape }) => ({ shape, dtype: '|O', data: new Uint8Array(40) })));
  await expect(take(objects)).rejects.toMatchObject({
    code: 'wrong-dtype',
    message: expect.stringContaining('pickled'),
  });
  const flat = respelled(imagesOnly(({ shape, data }) => ({ shape: [shape[0]!, 64], data })));
  await expect(take(flat)).rejects.toMatchObject({
    code: 'wrong-shape',
    remedy: expect.stringContaining('reshape(-1, 8, 8)'),
  });
});

it('stops at once when it is cancelled', async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(
    openFiles(filesOf(syntheticArrays(SET)), { ...context, signal: abort.signal }),
  ).rejects.toMatchObject({
    code: 'cancelled',
  });
});
