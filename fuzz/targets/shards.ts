import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { loadNpz } from '../../src/datasets/npz/load-npz.ts';
import { ATTRIBUTE, chunkBytes, chunkKey, shardArrays } from '../../src/datasets/shards/format.ts';
import { loadShards } from '../../src/datasets/shards/load-shards.ts';
import { syntheticNpz } from '../../src/datasets/testing/synthetic-npz.ts';
import { SPLITS } from '../../src/lab/dataset.ts';
import { mutatedBytes } from '../mutations/bytes.ts';
import { jsonText, mutated } from '../mutations/json.ts';
import { requireDataset } from '../oracles.ts';
import { target } from '../target.ts';

const quiet = { onProgress: () => undefined, onNotice: () => undefined };
const counts = { train: 12, val: 6, test: 6 };
const original = await loadNpz(
  new Blob([syntheticNpz({ counts, imageShape: [8, 8], classes: 3 })]),
  'set.npz',
  'file',
  { signal: new AbortController().signal, ...quiet },
);

const { key, catalogueId, name, task, dims, size, channels, classNames, licence, fingerprint, notes } =
  original.summary;
const attributes = {
  key,
  catalogueId,
  name,
  task,
  dims,
  size,
  channels,
  classNames,
  counts,
  licence,
  fingerprint,
  notes,
};
const group = {
  zarr_format: 3,
  node_type: 'group',
  attributes: { [ATTRIBUTE]: { version: 1, ...attributes, md5: '0'.repeat(32), source: 'set.npz' } },
};

const arrays = shardArrays(original);
const documents: Record<string, unknown> = {
  'zarr.json': group,
  ...Object.fromEntries(arrays.map((array) => [`${array.name}/zarr.json`, array.metadata])),
};
const chunks: Record<string, Uint8Array> = Object.fromEntries(
  arrays.map((array) => [
    `${array.name}/${chunkKey(array, 0)}`,
    new Uint8Array(gzipSync(chunkBytes(array, 0))),
  ]),
);

/** The store with one or two of its files damaged, by path. */
const damaged = fc.array(
  fc.oneof(
    ...Object.entries(documents).map(([path, data]) => ({
      arbitrary: mutated([data]).map((changed) => [path, jsonText(changed)] as const),
      // What is known of the set is said in the group alone.
      weight: path === 'zarr.json' ? 12 : 2,
    })),
    ...Object.entries(chunks).map(([path, bytes]) => ({
      arbitrary: mutatedBytes(bytes).map((changed) => [path, changed] as const),
      weight: 1,
    })),
  ),
  { minLength: 1, maxLength: 2 },
);

const whole = new Map<string, string | Uint8Array>([
  ...Object.entries(documents).map(([path, data]) => [path, JSON.stringify(data)] as const),
  ...Object.entries(chunks),
]);

const ADDRESS = 'http://lab.test/data/set.zarr/';

export const shards = target({
  name: 'shards',
  inputs: damaged,
  async check(files) {
    const store = new Map<string, string | Uint8Array>([...whole, ...files]);
    globalThis.fetch = async (url) => {
      const content = store.get(String(url).slice(ADDRESS.length));
      return new Response((content as BodyInit | undefined) ?? null, {
        status: content === undefined ? 404 : 200,
      });
    };
    const dataset = await loadShards(new URL(ADDRESS), { signal: new AbortController().signal, ...quiet });
    // The pixels come, or the failure is told to whoever waits for them.
    for (const split of SPLITS)
      await dataset.streaming!.whenArrived(split, dataset.summary.counts[split] - 1);
    requireDataset(dataset);
  },
});
