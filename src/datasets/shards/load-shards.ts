import { type AsyncReadable, isZarritaError, open, registry, root, type Array as ZarrArray } from 'zarrita';
import { type Dataset, imageLength, labelWidth, SPLITS, type Split } from '../../lab/dataset.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { LabError } from '../../lab/lab-error.ts';
import { emptyLabels, type LabelValues, valuesOfLabel } from '../../lab/label-values.ts';
import { orCancelled } from '../cancellation.ts';
import { fingerprint } from '../fingerprint.ts';
import { checkLabels, countClasses, type LabelScheme } from '../labels.ts';
import { allocate, requireMemory } from '../memory-budget.ts';
import { ARRAY_NAMES, type ArrayName, forSplits } from '../npz/layout.ts';
import { formatShape } from '../npz/npy-header.ts';
import { createProgress } from '../progress.ts';
import type { LoadContext } from '../source.ts';
import { createArrivals } from './arrivals.ts';
import { ATTRIBUTE, arrayCodecs, arrayGeometry, type ShardAttributes, shardAttributes } from './format.ts';
import { createHttpStore } from './http-store.ts';

type NumberArray = ZarrArray<'uint8' | 'uint16'>;
type SplitBytes = Readonly<Record<Split, Uint8Array<ArrayBuffer>>>;

/** Bytes that the description of an array or a set may take; ours take some hundred, and two or four for each image and column of a table. */
const MOST_METADATA = 2 ** 24;

/** Chunks asked for at once: enough to hide the way to the server, few enough that they come in order. */
const CONCURRENCY = 4;

/**
 * Opens a store. Resolves when all labels are there; the pixels follow in the background, the training part first, in
 * file order, and {@link Dataset.streaming} tells when.
 *
 * @param url of the store, ending in a slash
 * @throws LabError `missing-shard`, `corrupt-shard`, `too-large`, `offline`, `download-failed`, `cancelled`, and those of
 *   the labels
 */
export async function loadShards(url: URL, context: LoadContext): Promise<Dataset> {
  const store = url.pathname.split('/').at(-2)!;
  const location = root(withKnownCodecs(createHttpStore(url, context), store));
  const opening = <Result>(work: Promise<Result>) =>
    work.catch((error: unknown) => {
      throw shardError(error, store, 'its metadata', context.signal);
    });
  const group = await opening(open.v3(location, { kind: 'group' }));
  const attributes = readAttributes((group.attrs as Partial<typeof group.attrs> | null)?.[ATTRIBUTE], store);
  const totalBytes =
    SPLITS.reduce((sum, split) => sum + attributes.counts[split], 0) * imageLength(attributes);
  requireMemory(attributes.name, totalBytes);
  const opened = await opening(
    Promise.all(
      ARRAY_NAMES.map(
        async (name) => [name, await open.v3(location.resolve(name), { kind: 'array' })] as const,
      ),
    ),
  );
  const arrays = Object.fromEntries(opened) as Record<ArrayName, NumberArray>;
  for (const name of ARRAY_NAMES) checkArray(arrays[name], name, attributes, store);

  const scheme: LabelScheme = { task: attributes.task, classes: attributes.classNames.length };
  const labels = await readLabels(arrays, scheme, store, context.signal);
  checkLabels(labels, scheme);
  const images = forSplits((split) =>
    allocate(`${split}_images`, attributes.counts[split] * imageLength(attributes)),
  );
  const splits = forSplits((split) => ({
    count: attributes.counts[split],
    images: images[split],
    labels: labels[split],
  }));
  const arrivals = createArrivals(
    forSplits((split) => arrays[`${split}_images`].chunks[0]!),
    forSplits((split) => chunksOf(arrays[`${split}_images`])),
  );
  const verify = async () => {
    const found = await fingerprint(attributes, splits, context.signal, () => {});
    if (found !== attributes.fingerprint) {
      throw corrupt(store, `its SHA-256 is ${found}, expected ${attributes.fingerprint}`);
    }
  };
  streamImages(arrays, images, store, context, arrivals.arrived, verify).catch((error: unknown) =>
    arrivals.failed(shardError(error, store, 'its images', context.signal)),
  );
  const { version: _, md5, source, imported, attributes: told, ...described } = attributes;
  const fitting = told?.filter(({ codes }) =>
    SPLITS.every((split) => codes[split].length === attributes.counts[split]),
  );
  return {
    splits,
    streaming: arrivals.streaming,
    ...(fitting?.length ? { attributes: fitting } : {}),
    summary: {
      ...described,
      classCounts: forSplits((split) => countClasses(labels[split], scheme)),
      ...(imported ? { imported } : {}),
      origin: `shards ${store}, made of ${source}${md5 === null ? '' : ` (MD5 ${md5})`}`,
    },
  };
}

/**
 * The same store, whose metadata are refused where they are too long to be read, and where they name a codec that is not there: the library asks for all of them
 * at once and waits for the first alone, so that the failure of a second one would be nobody's.
 */
function withKnownCodecs(store: AsyncReadable, name: string): AsyncReadable {
  return {
    async get(key, options) {
      const bytes = await store.get(key, options);
      if (!bytes || !key.endsWith('/zarr.json')) return bytes;
      if (bytes.length > MOST_METADATA)
        throw corrupt(name, `${key.slice(1)} holds ${formatBytes(bytes.length)}`);
      const metadata = arrayCodecs.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
      const unknown = metadata.data?.codecs?.find((codec) => !registry.has(codec.name));
      if (!metadata.success || unknown)
        throw corrupt(name, `${key.slice(1)} names a codec that is not known here`);
      return bytes;
    },
  };
}

async function readLabels(
  arrays: Record<ArrayName, NumberArray>,
  { task, classes }: LabelScheme,
  store: string,
  signal: AbortSignal,
) {
  const read = async (split: Split) => {
    const array = arrays[`${split}_labels`];
    const labels = emptyLabels(valuesOfLabel(task, classes), array.shape[0]! * array.shape[1]!);
    for (let chunk = 0; chunk < chunksOf(array); chunk++) {
      await readChunk(array, chunk, labels, `${store}/${split}_labels`, signal);
    }
    return labels;
  };
  const [train, val, test] = await Promise.all([read('train'), read('val'), read('test')]);
  return { train, val, test };
}

/** Fetches all image chunks in order. The very last one counts as arrived only after the whole set was verified. */
async function streamImages(
  arrays: Record<ArrayName, NumberArray>,
  images: SplitBytes,
  store: string,
  { signal, onProgress }: LoadContext,
  arrived: (split: Split, chunk: number) => void,
  verify: () => Promise<void>,
) {
  const jobs = SPLITS.flatMap((split) =>
    Array.from({ length: chunksOf(arrays[`${split}_images`]) }, (_, chunk) => ({ split, chunk })),
  );
  const total = SPLITS.reduce((sum, split) => sum + images[split].length, 0);
  const report = createProgress(onProgress, 'downloading', total);
  let done = 0;
  let next = 0;
  let failed = false;
  const last = jobs.at(-1)!;
  const work = async () => {
    for (let job = jobs[next++]; job !== undefined && !failed; job = jobs[next++]) {
      const { split, chunk } = job;
      const name = `${store}/${split}_images`;
      done += await readChunk(arrays[`${split}_images`], chunk, images[split], name, signal);
      report(done);
      if (job !== last) arrived(split, chunk);
    }
  };
  await Promise.all(
    Array.from({ length: CONCURRENCY }, () =>
      work().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  await verify();
  arrived(last.split, last.chunk);
}

/**
 * Reads one chunk along the first axis into its place. Chunks at the end of an array are padded, so only what lies inside
 * is taken.
 *
 * @returns values taken
 */
async function readChunk(
  array: NumberArray,
  chunk: number,
  target: LabelValues,
  name: string,
  signal: AbortSignal,
): Promise<number> {
  const coordinates = [chunk, ...array.shape.slice(1).map(() => 0)];
  const { data } = await array.getChunk(coordinates, { signal }).catch((error: unknown) => {
    throw shardError(error, name, `chunk ${chunk}`, signal);
  });
  const chunkLength = array.chunks.reduce((product, length) => product * length, 1);
  if (data.length !== chunkLength) {
    throw corrupt(name, `chunk ${chunk} holds ${data.length} values, expected ${chunkLength}`);
  }
  const start = chunk * chunkLength;
  const inside = data.subarray(0, target.length - start);
  target.set(inside, start);
  return inside.length;
}

function chunksOf(array: NumberArray): number {
  return Math.ceil(array.shape[0]! / array.chunks[0]!);
}

function readAttributes(value: unknown, store: string): ShardAttributes {
  const parsed = shardAttributes.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw corrupt(store, `its attribute ${[ATTRIBUTE, ...(issue?.path ?? [])].join('.')} is not as expected`);
}

/** Makes sure that an array has the shape that the attributes promise, and chunks along the first axis only. */
function checkArray(array: NumberArray, name: ArrayName, attributes: ShardAttributes, store: string) {
  const [split, kind] = name.split('_') as [Split, 'images' | 'labels'];
  const { dims, size, channels, counts, task, classNames } = attributes;
  const row =
    kind === 'labels'
      ? [labelWidth(task, classNames.length)]
      : [...new Array<number>(dims).fill(size), ...(channels > 1 ? [channels] : [])];
  const expected = [counts[split], ...row];
  // The library takes an array's metadata as it finds them.
  if (!arrayGeometry.safeParse(array).success) throw corrupt(store, `${name} has no shape, or no chunks`);
  const isWide =
    kind === 'labels' && emptyLabels(valuesOfLabel(task, classNames.length), 0) instanceof Uint16Array;
  const dtype = isWide ? 'uint16' : 'uint8';
  if (array.dtype !== dtype || array.shape.join() !== expected.join()) {
    throw corrupt(
      store,
      `${name} is ${array.dtype} ${formatShape(array.shape)}, expected ${dtype} ${formatShape(expected)}`,
    );
  }
  if (array.chunks.slice(1).join() !== row.join()) {
    throw corrupt(store, `${name} is cut into chunks ${formatShape(array.chunks)}`);
  }
}

function shardError(error: unknown, name: string, what: string, signal: AbortSignal): LabError {
  const shown = orCancelled(error, signal);
  if (shown instanceof LabError) return shown;
  // Codec errors of zarrita, JSON errors of damaged metadata, RangeErrors of impossible shapes.
  const reason = isZarritaError(shown) ? 'cannot be decoded' : String(shown);
  return corrupt(name, `${what}: ${reason}`, error);
}

function corrupt(name: string, how: string, cause?: unknown): LabError {
  return new LabError(
    'corrupt-shard',
    `The shard store ${name} is damaged: ${how}.`,
    'Make the store anew with npm run shards, or load the .npz file itself.',
    { cause },
  );
}
