import { createArrivals } from '../../datasets/shards/arrivals.ts';
import { type Dataset, SPLITS, type Split } from '../../lab/dataset.ts';
import { createRandom, shuffle } from '../../lab/random.ts';

/** A set whose images arrive by themselves, as those of a shard store do, but in any order. */
export interface Streamed {
  readonly dataset: Dataset;
  /** Parts that were asked for before all of them was there. */
  readonly waitedFor: ReadonlySet<Split>;
}

/**
 * The same set as a stream: black until its images have arrived, chunk by chunk, in an order drawn from the seed.
 *
 * @param chunkLength images per chunk
 */
export function streamed(whole: Dataset, chunkLength: number, seed: number): Streamed {
  const forSplits = <Value>(of: (split: Split) => Value): Record<Split, Value> => ({
    train: of('train'),
    val: of('val'),
    test: of('test'),
  });
  const chunks = forSplits((split) => Math.ceil(whole.splits[split].count / chunkLength));
  const splits = forSplits((split) => {
    const { images, ...rest } = whole.splits[split];
    return { ...rest, images: new Uint8Array(images.length) };
  });
  const { streaming, arrived } = createArrivals(
    forSplits(() => chunkLength),
    chunks,
  );
  const waitedFor = new Set<Split>();
  let left = 0;
  const jobs = SPLITS.flatMap((split) =>
    Array.from({ length: chunks[split] }, (_, chunk) => ({ split, chunk })),
  );
  left = jobs.length;
  const order = shuffle(
    jobs.map((_, place) => place),
    createRandom(seed),
  );
  void (async () => {
    for (const place of order) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const { split, chunk } = jobs[place]!;
      const { images, count } = whole.splits[split];
      const bytes = (images.length / count) * chunkLength;
      splits[split].images.set(images.subarray(chunk * bytes, (chunk + 1) * bytes), chunk * bytes);
      left -= 1;
      arrived(split, chunk);
    }
  })();
  return {
    dataset: {
      ...whole,
      splits,
      streaming: {
        whenArrived(split, index) {
          if (left > 0) waitedFor.add(split);
          return streaming.whenArrived(split, index);
        },
      },
    },
    waitedFor,
  };
}
