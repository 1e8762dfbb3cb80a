import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadNpz } from '../../datasets/npz/load-npz.ts';
import { loadShards } from '../../datasets/shards/load-shards.ts';
import { loadDataset } from '../../datasets/sources/registry.ts';
import { syntheticNpz } from '../../datasets/testing/synthetic-npz.ts';
import { type Dataset, SPLITS } from '../../lab/dataset.ts';
import type { Edition } from '../../lab/edition/edition.ts';
import { labelBytes } from '../../lab/label-values.ts';
import { phantomSettings } from '../../lab/phantom-settings.ts';
import { applyEdition } from '../../training/protocol/apply-edition.ts';
import { saveSet } from './save-set.ts';

const context = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  onNotice: () => undefined,
};
const COUNTS = { train: 24, val: 8, test: 8 };

const kinds = fc.record({
  imageShape: fc.constantFrom([8, 8], [8, 8, 3], [8, 8, 8], [8, 8, 8, 3]),
  classes: fc.integer({ min: 2, max: 5 }),
  multiLabel: fc.boolean(),
  seed: fc.nat(1000),
});

async function setOf(kind: {
  imageShape: readonly number[];
  classes: number;
  multiLabel: boolean;
  seed: number;
}): Promise<Dataset> {
  const file = new Blob([syntheticNpz({ counts: COUNTS, ...kind })]);
  return await loadNpz(file, 'a set.npz', 'a test', context);
}

const reloaded = async (file: File) => await loadNpz(file, file.name, 'again', context);

function expectSamePixels(one: Pick<Dataset, 'splits'>, other: Pick<Dataset, 'splits'>): void {
  for (const split of SPLITS) {
    expect(Buffer.compare(one.splits[split].images, other.splits[split].images)).toBe(0);
    expect(Buffer.compare(labelBytes(one.splits[split].labels), labelBytes(other.splits[split].labels))).toBe(
      0,
    );
  }
}

/** Leaves out image 0, and gives image 3 the label of image 4. */
function editionOf({ summary, splits }: Dataset): Edition {
  const { count, labels } = splits.train;
  const width = labels.length / count;
  return {
    name: 'clean',
    fingerprint: summary.fingerprint,
    train: {
      leftOut: [0],
      relabelled: [{ image: 3, label: [...labels.subarray(4 * width, 5 * width)] }],
    },
  };
}

const manyClasses = () =>
  syntheticNpz({
    counts: { train: 600, val: 300, test: 250 },
    imageShape: [8, 8],
    classes: 300,
    multiLabel: false,
  });

/** The set of a zip of shards, from the folder that it is unpacked to. */
async function streamed(zip: File, stem: string): Promise<Dataset> {
  const entries = unzipSync(await zip.bytes());
  vi.stubGlobal('fetch', async (url: URL) => {
    const bytes = entries[url.pathname.replace('/data/', '')];
    return new Response(bytes as Uint8Array<ArrayBuffer> | undefined, { status: bytes ? 200 : 404 });
  });
  try {
    const loaded = await loadShards(new URL(`http://lab/data/${stem}.zarr/`), context);
    for (const split of SPLITS) {
      await loaded.streaming!.whenArrived(split, loaded.summary.counts[split] - 1);
    }
    return loaded;
  } finally {
    vi.unstubAllGlobals();
  }
}

describe('a saved .npz', () => {
  it('is the same set when it is read again, and the same bytes when it is saved again', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, async (kind) => {
        const set = await setOf(kind);
        const file = await saveSet(set, null, 'npz', 'a set', context);
        const again = await reloaded(file);
        expectSamePixels(again, set);
        const notes = set.summary.notes.filter((note) => !note.startsWith('Each image has exactly one'));
        expect(again.summary).toEqual({ ...set.summary, notes });
        const twice = await saveSet(again, null, 'npz', 'a set', context);
        expect(Buffer.compare(await twice.bytes(), await file.bytes())).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  it('of more classes than a byte tells apart is the same set, too', async () => {
    const set = await loadNpz(new Blob([manyClasses()]), 'many.npz', 'a test', context);
    expect(set.summary.classNames).toHaveLength(300);
    expect(set.splits.val.labels).toBeInstanceOf(Uint16Array);
    const again = await reloaded(await saveSet(set, null, 'npz', 'many', context));
    expectSamePixels(again, set);
    expect(again.summary.fingerprint).toBe(set.summary.fingerprint);
    const shards = await streamed(await saveSet(set, null, 'zarr', 'many', context), 'many');
    expectSamePixels(shards, set);
    expect(shards.splits.test.labels).toBeInstanceOf(Uint16Array);
  });

  it('of an edition is what a run on that edition is trained on, and says where it is from', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, async (kind) => {
        const plain = await setOf(kind);
        const sexes = (count: number) => Array.from({ length: count }, (_, image) => image % 2);
        const codes = { train: sexes(24), val: sexes(8), test: sexes(8) };
        const set = { ...plain, attributes: [{ name: 'sex', groups: ['F', 'M'], codes }] };
        const edition = editionOf(set);
        const again = await reloaded(await saveSet(set, edition, 'npz', 'a set', context));
        expectSamePixels(again, applyEdition(set, edition));
        expect(again.attributes).toEqual([
          { name: 'sex', groups: ['F', 'M'], codes: { ...codes, train: codes.train.slice(1) } },
        ]);
        const { name, origin, notes, fingerprint, counts } = again.summary;
        expect(name).toBe('a set, edition clean (1 out, 1 relabelled)');
        expect(origin).toContain(`with the fingerprint ${set.summary.fingerprint.slice(0, 12)}`);
        expect(notes.join()).toContain('Edition "clean": 1 of 24 training images left out, 1 relabelled');
        expect(fingerprint).not.toBe(set.summary.fingerprint);
        expect(counts).toEqual({ ...COUNTS, train: 23 });
      }),
      { numRuns: 6 },
    );
  });

  it('of a phantom stays synthetic', async () => {
    const settings = phantomSettings.parse({ shape: 'pneumonia', images: 120 });
    const set = await loadDataset({ kind: 'phantom', settings }, context);
    const { summary } = await reloaded(await saveSet(set, null, 'npz', 'phantom', context));
    const { name, synthetic, licence, fingerprint, notes } = set.summary;
    expect(summary).toMatchObject({ name, synthetic, licence, fingerprint, notes });
  });

  it('is given up when it is cancelled, and refused where the edition is of other data', async () => {
    const set = await setOf({ imageShape: [8, 8], classes: 2, multiLabel: false, seed: 1 });
    const abort = new AbortController();
    abort.abort();
    await expect(
      saveSet(set, null, 'zarr', 'a set', { ...context, signal: abort.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    const other = { ...editionOf(set), fingerprint: 'f'.repeat(64) };
    await expect(saveSet(set, other, 'npz', 'a set', context)).rejects.toMatchObject({ code: 'bad-edition' });
  });
});

describe('a saved zip of shards', () => {
  it('streams as the same set from the folder it is unpacked to', async () => {
    const plain = await setOf({ imageShape: [8, 8, 3], classes: 3, multiLabel: false, seed: 2 });
    const codes = { train: Array.from({ length: 24 }, (_, image) => image % 2), val: [], test: [] };
    const told = { train: codes.train, val: codes.train.slice(0, 8), test: codes.train.slice(0, 8) };
    // A column that is not of as many images is none.
    const attributes = [told, codes].map((of, at) => ({
      name: `column ${at}`,
      groups: ['F', 'M'],
      codes: of,
    }));
    const set = { ...plain, attributes };
    const edition = editionOf(set);
    const file = await saveSet(set, edition, 'zarr', 'a-set', context);
    expect(file.name).toBe('a-set.zarr.zip');
    const entries = unzipSync(await file.bytes());
    const loaded = await streamed(file, 'a-set');
    const asNpz = await reloaded(await saveSet(set, edition, 'npz', 'a-set', context));
    expectSamePixels(loaded, asNpz);
    const { origin, ...summary } = loaded.summary;
    expect(asNpz.summary).toMatchObject(summary);
    expect(origin).toContain(asNpz.summary.origin);
    expect(loaded.attributes).toEqual([
      { name: 'column 0', groups: ['F', 'M'], codes: { ...told, train: told.train.slice(1) } },
    ]);
    expect(loaded.attributes).toEqual(asNpz.attributes);
    const [listed] = JSON.parse(Buffer.from(entries['index.json']!).toString());
    expect(listed).toMatchObject({
      store: 'a-set.zarr',
      name: 'a set, edition clean (1 out, 1 relabelled) (8)',
    });
  });
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasNumPy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

describe.runIf(hasPython)('by the letter of the formats, without our code', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'saved-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('.npz and shards are read by Python, with the names of classes in any script', async () => {
    const set = await setOf({ imageShape: [8, 8], classes: 2, multiLabel: false, seed: 3 });
    const named = { ...set, summary: { ...set.summary, classNames: ['Läsion', '正常 🫁'] } };
    const npz = join(folder, 'saved.npz');
    writeFileSync(npz, await (await saveSet(named, null, 'npz', 'saved', context)).bytes());
    const original = join(folder, 'original.npz');
    writeFileSync(
      original,
      syntheticNpz({ counts: COUNTS, imageShape: [8, 8], classes: 2, multiLabel: false, seed: 3 }),
    );
    const told = execFileSync('python3', ['scripts/check-npz.py', npz, '--same', original], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    });
    expect(told).toContain("class_names <U6 (2,) ['Läsion', '正常 🫁']");
    expect(told).toMatch(/NumPy reads the same|NumPy is not installed/);

    const many = join(folder, 'many.npz');
    const wide = await loadNpz(new Blob([manyClasses()]), 'many.npz', 'a test', context);
    writeFileSync(many, await (await saveSet(wide, null, 'npz', 'many', context)).bytes());
    expect(execFileSync('python3', ['scripts/check-npz.py', many], { encoding: 'utf8' })).toContain(
      'train_labels <u2 (600, 1)',
    );

    if (!hasNumPy) return;
    const zip = unzipSync(await (await saveSet(named, null, 'zarr', 'saved', context)).bytes());
    for (const [path, bytes] of Object.entries(zip)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const shards = execFileSync('python3', ['scripts/check-zarr.py', join(folder, 'saved.zarr'), original], {
      encoding: 'utf8',
    });
    expect(shards.match(/equal/g)).toHaveLength(6);
  });
});
