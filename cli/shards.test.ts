import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadNpz } from '../src/datasets/npz/load-npz.ts';
import { ATTRIBUTE, groupMetadata, type ShardAttributes } from '../src/datasets/shards/format.ts';
import { loadShards } from '../src/datasets/shards/load-shards.ts';
import { listShardStores } from '../src/datasets/shards/stores.ts';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { type Dataset, SPLITS } from '../src/lab/dataset.ts';
import { labelBytes } from '../src/lab/label-values.ts';
import { runScript } from './testing/run-script.ts';
import { writeIndex, writeStore } from './zarr-store.ts';

const STORE = 'set.zarr';
// 3000 images of 28×28 are five chunks of 668.
const SET = { counts: { train: 3000, val: 700, test: 100 }, imageShape: [28, 28], classes: 3 } as const;

/** The store as it is written, once; each test has a copy. */
let written: string;
let original: Dataset;
let folder: string;
let server: Server;
let dataUrl: URL;
/** Other answers for single paths under the data folder. */
let answers: Map<string, RequestListener>;

beforeAll(async () => {
  written = await mkdtemp(join(tmpdir(), 'shards-'));
  original = await loadNpz(new Blob([syntheticNpz(SET)]), 'set.npz', 'file', {
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  await writeStore(written, STORE, original, 'set.npz', '0'.repeat(32));
  await writeIndex(written);
});

afterAll(() => rm(written, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shards-'));
  await cp(written, folder, { recursive: true });
  answers = new Map();
  server = createServer(async (request, response) => {
    const path = request.url!.replace('/data/', '');
    const answer = answers.get(path);
    if (answer) return answer(request, response);
    const bytes = await readFile(join(folder, path)).catch(() => null);
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  dataUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/data/`);
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function load(signal = new AbortController().signal) {
  return loadShards(new URL(`${STORE}/`, dataUrl), { signal, onProgress: () => {}, onNotice: () => {} });
}

async function allArrived({ streaming, summary }: Dataset) {
  for (const split of SPLITS) await streaming!.whenArrived(split, summary.counts[split] - 1);
}

/** Compares as bytes: an element-wise comparison of millions of pixels takes seconds. */
function expectSamePixels({ splits }: Dataset) {
  for (const split of SPLITS) {
    expect(Buffer.compare(splits[split].images, original.splits[split].images)).toBe(0);
    expect(Buffer.compare(labelBytes(splits[split].labels), labelBytes(original.splits[split].labels))).toBe(
      0,
    );
  }
}

async function changeAttributes(change: Partial<ShardAttributes>) {
  const path = join(folder, STORE, 'zarr.json');
  const attributes = JSON.parse(await readFile(path, 'utf8')).attributes[ATTRIBUTE];
  await writeFile(path, JSON.stringify(groupMetadata({ ...attributes, ...change })));
}

async function changeArray(array: string, change: object) {
  const path = join(folder, STORE, array, 'zarr.json');
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...change }));
}

const page: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
};

describe('a shard store', () => {
  it('gives the set it was made of, to the last bit', async () => {
    const dataset = await load();
    await allArrived(dataset);
    expectSamePixels(dataset);
    const { origin, ...summary } = original.summary;
    expect(dataset.summary).toMatchObject(summary);
    expect(dataset.summary.origin).toContain(STORE);
  });

  it('that the first version of the lab wrote is the same set today', async () => {
    // Written by `npm run shards` of commit 45d59fb, before imports, columns of tables and labels of two bytes.
    await cp(join(import.meta.dirname, 'fixtures/first-store.zarr'), join(folder, STORE), {
      recursive: true,
    });
    const dataset = await load();
    await allArrived(dataset);
    expect(dataset.summary).toMatchObject({
      ...{ name: 'tiny', task: 'binary', size: 8, counts: { train: 6, val: 4, test: 4 } },
      fingerprint: 'ca75d0577f4761162e08624b386b362ae539f41fd09136d32a4d376fb8efee7a',
    });
    expect([...dataset.splits.train.labels]).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it('is listed with its size', async () => {
    const [store] = await listShardStores(dataUrl);
    expect(store).toMatchObject({ store: STORE, name: 'set (28)' });
    expect(store!.bytes).toBeGreaterThan(100_000);
  });

  it('lets training begin before the last chunk is there', async () => {
    let release = () => {};
    answers.set(`${STORE}/train_images/c/3/0/0`, async (_, response) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      response.end(await readFile(join(folder, STORE, 'train_images/c/3/0/0')));
    });
    const dataset = await load();
    await dataset.streaming!.whenArrived('train', 3 * 668 - 1);
    const there = 3 * 668 * 784;
    const [found, expected] = [dataset, original].map((each) => each.splits.train.images.subarray(0, there));
    expect(Buffer.compare(found!, expected!)).toBe(0);
    const later = vi.fn();
    const arrival = dataset.streaming!.whenArrived('train', 3 * 668).then(later);
    await vi.waitFor(() => dataset.streaming!.whenArrived('val', 0));
    expect(later).not.toHaveBeenCalled();
    release();
    await arrival;
    await allArrived(dataset);
    expectSamePixels(dataset);
  });

  it('tells apart a chunk that is not there', async () => {
    await rm(join(folder, STORE, 'train_images/c/2/0/0'));
    const dataset = await load();
    await expect(dataset.streaming!.whenArrived('train', 2999)).rejects.toMatchObject({
      code: 'missing-shard',
      message: expect.stringContaining('set.zarr/train_images/c/2/0/0'),
    });
    // Who asks later hears the same.
    await expect(allArrived(dataset)).rejects.toMatchObject({ code: 'missing-shard' });
  });

  it('takes the page of a single-page app for a missing chunk, not for pixels', async () => {
    answers.set(`${STORE}/val_images/c/1/0/0`, page);
    const dataset = await load();
    await expect(allArrived(dataset)).rejects.toMatchObject({ code: 'missing-shard' });
  });

  it.each([
    ['one bit changed', (bytes: Buffer) => bytes.with(bytes.length >> 1, bytes.at(bytes.length >> 1)! ^ 1)],
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
    ['not compressed at all', () => Buffer.alloc(668 * 784)],
  ])('notices a damaged chunk: %s', async (_, damage) => {
    const path = join(folder, STORE, 'train_images/c/1/0/0');
    await writeFile(path, damage(await readFile(path)));
    await expect(load().then(allArrived)).rejects.toMatchObject({
      code: 'corrupt-shard',
      message: expect.stringContaining('chunk 1'),
    });
  });

  it('notices chunks of another set by the fingerprint, before the last image counts as arrived', async () => {
    const path = join(folder, STORE, 'train_images/c');
    await writeFile(join(path, '0/0/0'), await readFile(join(path, '1/0/0')));
    const dataset = await load();
    await expect(dataset.streaming!.whenArrived('test', 99)).rejects.toMatchObject({
      code: 'corrupt-shard',
      message: expect.stringContaining('SHA-256'),
    });
  });

  it.each([
    ['attributes that are not ours', () => changeAttributes({ version: 2 as 1 }), 'version'],
    [
      'another number of images',
      () => changeAttributes({ counts: { train: 1, val: 1, test: 1 } }),
      '(1, 28, 28)',
    ],
    [
      'metadata that are no JSON',
      () => writeFile(join(folder, STORE, 'val_labels/zarr.json'), '{'),
      'metadata',
    ],
    [
      'a group without attributes',
      () => writeFile(join(folder, STORE, 'zarr.json'), '{"zarr_format":3,"node_type":"group"}'),
      'medmnist_lab',
    ],
    ['an array that has no shape', () => changeArray('val_images', { shape: 12 }), 'val_images has no shape'],
    [
      'chunks of nothing',
      () =>
        changeArray('val_images', {
          chunk_grid: { name: 'regular', configuration: { chunk_shape: [0, 28, 28] } },
        }),
      'val_images has no shape, or no chunks',
    ],
    [
      'metadata that are too long to be read',
      () => changeArray('val_images', { attributes: { text: 'x'.repeat(2 ** 24) } }),
      'val_images/zarr.json holds',
    ],
    [
      'two codecs that are not known',
      () => changeArray('val_images', { codecs: [{ name: 'a' }, { name: 'b' }] }),
      'val_images/zarr.json names a codec',
    ],
  ])('refuses %s', async (_, damage, fact) => {
    await damage();
    await expect(load()).rejects.toMatchObject({
      code: 'corrupt-shard',
      message: expect.stringContaining(fact),
    });
  });

  it('refuses what memory cannot hold before reserving it', async () => {
    await changeAttributes({ counts: { train: 10_000_000, val: 1, test: 1 } });
    await expect(load()).rejects.toMatchObject({ code: 'too-large' });
  });

  it('that does not exist is missing', async () => {
    await rm(join(folder, STORE), { recursive: true });
    await expect(load()).rejects.toMatchObject({ code: 'missing-shard' });
  });

  it('stops when it is cancelled', async () => {
    const abort = new AbortController();
    answers.set(`${STORE}/train_images/c/1/0/0`, () => abort.abort());
    const dataset = await load(abort.signal);
    await expect(allArrived(dataset)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the writer of stores', () => {
  const at = (name: string) => JSON.stringify(join(import.meta.dirname, name));
  /** Writes the same store again, of other images, in a process that may write files of 64 KiB only. */
  const writingAgain = () => `
    import { loadNpz } from ${at('../src/datasets/npz/load-npz.ts')};
    import { syntheticNpz } from ${at('../src/datasets/testing/synthetic-npz.ts')};
    import { writeStore } from ${at('zarr-store.ts')};
    const npz = new Blob([syntheticNpz({ ...${JSON.stringify(SET)}, counts: { train: 900, val: 700, test: 100 } })]);
    const set = await loadNpz(npz, 'set.npz', 'file', { signal: new AbortController().signal, onProgress() {} });
    await writeStore(${JSON.stringify(folder)}, ${JSON.stringify(STORE)}, set, 'set.npz', '0'.repeat(32))
      .catch((error) => console.log(error.message));`;

  it('leaves the older one where the new one finds no room', async () => {
    const { out } = await runScript(writingAgain(), 'ulimit -f 64').ended;
    expect(out).toContain(`${join(folder, STORE)} could not be written: files may not grow that large here`);
    expect((await readdir(folder)).sort()).toEqual(['index.json', STORE]);
    await allArrived(await load());
  });

  it('brings the older one back where it was killed between taking it away and putting the new one in its place', async () => {
    await rename(join(folder, STORE), join(folder, `.${STORE}.old`));
    await writeStore(folder, STORE, original, 'set.npz', '0'.repeat(32));
    expect((await readdir(folder)).sort()).toEqual(['index.json', STORE]);
    await allArrived(await load());
  });
});

describe('the list of stores', () => {
  it('is empty where there is none, or only the page of the app', async () => {
    answers.set('index.json', page);
    expect(await listShardStores(dataUrl)).toEqual([]);
    answers.delete('index.json');
    await rm(join(folder, 'index.json'));
    expect(await listShardStores(dataUrl)).toEqual([]);
  });
});
