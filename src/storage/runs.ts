import type { DBSchema, IDBPDatabase, IDBPObjectStore } from 'idb';
import { LabError } from '../lab/lab-error.ts';
import { count, finiteNumbers, issuesText, objectSchema, time } from '../lab/object-schema.ts';
import type { EpochRecord, Predictions, RunRecord } from '../lab/run-record.ts';
import { epochRecord, recordFields, withoutColour, withRecipeHash } from '../lab/run-record-schema.ts';
import { setOpening } from '../lab/seal/seal-schema.ts';
import type { SetSeal } from '../lab/seal/test-seal.ts';
import { fromProbabilities } from '../lab/statistics/log-odds.ts';
import { z } from '../lab/zod.ts';
import { Database } from './open-database.ts';
import { readRows, type StoredRows } from './unreadable.ts';

/**
 * A run without its curves: what a list of hundreds needs. `epochsDone`, `stepsDone` and `bestVal` are kept beside the
 * curves so that the list never has to open them.
 */
export interface RunRow extends Omit<RunRecord, 'stepLosses' | 'epochs'> {
  /** A name given by a person; null shows what differs. */
  readonly title: string | null;
  readonly epochsDone: number;
  readonly stepsDone: number;
  /** Highest val AUC so far; null before the first epoch. */
  readonly bestVal: number | null;
}

export interface RunSeries {
  readonly stepLosses: readonly number[];
  readonly epochs: readonly EpochRecord[];
}

export interface RunPredictions {
  /** Of the best epoch. */
  readonly val: Predictions | null;
  /** Cross-fitted, see RankingScores; null in records from before. */
  readonly ranking: Predictions | null;
  readonly test: Predictions | null;
}

/** What was measured since the last write: curves only ever grow. */
export interface SeriesChunk extends RunSeries {
  readonly run: string;
  readonly part: number;
}

// What is stored is read whole, or not at all. Defaults stand for what older labs did not write.

export const runRowSchema: z.ZodType<RunRow> = z.preprocess(
  withoutColour,
  objectSchema<RunRow>({
    ...recordFields,
    title: z.string().nullable().default(null),
    epochsDone: count,
    stepsDone: count,
    bestVal: z.number().nullable(),
  }).transform(withRecipeHash),
);

const seriesChunkSchema = objectSchema<SeriesChunk>({
  run: z.string(),
  part: count,
  stepLosses: finiteNumbers,
  epochs: z.array(epochRecord),
});

const outputs = z.int().min(1);

const current = objectSchema<Predictions>({
  logits: z.union([z.instanceof(Float32Array), z.instanceof(Float64Array)]),
  activation: z.enum(['sigmoid', 'softmax']),
  labels: z.union([z.instanceof(Uint8Array), z.instanceof(Uint16Array)]),
  outputs,
  union: z.instanceof(Uint32Array).optional(),
});

/** As a plain loop: of 1,000 classes there are millions, and a call for each would stop the page. */
function areFinite(values: ArrayLike<number>): boolean {
  for (let at = 0; at < values.length; at++) if (!Number.isFinite(values[at]!)) return false;
  return true;
}

/** As they were before logits were kept. */
const probabilities = z
  .strictObject({ scores: z.instanceof(Float32Array), labels: z.instanceof(Uint8Array), outputs })
  .transform(fromProbabilities);

const predictions = z
  .union([current, probabilities])
  .refine(
    (part) =>
      part.logits.length % part.outputs === 0 &&
      part.labels.length % (part.logits.length / part.outputs) === 0 &&
      areFinite(part.logits),
    { error: 'The predictions and the labels are not of as many images' },
  );

export const runPredictionsSchema = objectSchema<RunPredictions>({
  val: predictions.nullable(),
  ranking: predictions.nullable().default(null),
  test: predictions.nullable(),
});

const setSeal = objectSchema<SetSeal>({
  fingerprint: z.string(),
  openings: z.array(setOpening),
  seen: z.array(z.string()),
});

/** No fingerprint of a set, which is of hex digits. */
const DEVICE = 'device';

/** The seals as they are stored. */
export interface StoredSeals {
  /** Whether they have begun: before, this lab showed test scores at once. */
  readonly begun: boolean;
  readonly keptOpenSince: number | null;
  readonly sets: readonly SetSeal[];
}

const deviceSeal = objectSchema<{ fingerprint: typeof DEVICE; keptOpenSince: number | null }>({
  fingerprint: z.literal(DEVICE),
  keptOpenSince: time.nullable(),
});

/** All that is stored of a run, as it lies there: of a run that this lab cannot read, too. */
export interface RawRun {
  readonly row: unknown;
  readonly series: readonly unknown[];
  readonly predictions: unknown;
}

/** What is read back is not taken on trust: another version of the lab may have written it. */
interface RunsSchema extends DBSchema {
  rows: { key: string; value: unknown };
  series: { key: [string, number]; value: unknown };
  predictions: { key: string; value: unknown };
  /** Seals of test parts by the fingerprint of their set, and under {@link DEVICE} what holds for all of them. */
  seals: { key: string; value: unknown };
}

const STORES = ['rows', 'series', 'predictions'] as const;

const EMPTY_SERIES: RunSeries = { stepLosses: [], epochs: [] };

/**
 * Runs in IndexedDB, in three stores: small rows, curves in append-only parts, and raw predictions. Every method
 * rejects with the browser's own error, `QuotaExceededError` among them, or as {@link Database.open} does. Several tabs
 * may write: each change is applied to the row as it is stored, in one transaction.
 */
export class RunStorage {
  readonly #database: Database<RunsSchema>;

  constructor(name = 'medmnist-lab-runs') {
    this.#database = new Database<RunsSchema>(name, 2, (database, from) => {
      if (from < 1) {
        database.createObjectStore('rows', { keyPath: 'id' });
        database.createObjectStore('series', { keyPath: ['run', 'part'] });
        database.createObjectStore('predictions');
      }
      if (from < 2) database.createObjectStore('seals', { keyPath: 'fingerprint' });
    });
  }

  /** All rows, oldest first, and those that this lab cannot read. */
  async rows(): Promise<StoredRows<RunRow>> {
    const store = (await this.#database.open()).transaction('rows').store;
    const [keys, stored] = await Promise.all([store.getAllKeys(), store.getAll()]);
    const { rows, unreadable } = await readRows(keys, stored, runRowSchema);
    return { rows: rows.toSorted((a, b) => a.createdAt - b.createdAt), unreadable };
  }

  /** The row of one run; none where it is not stored. */
  async row(id: string): Promise<StoredRows<RunRow>> {
    const stored = await (await this.#database.open()).get('rows', id);
    return await readRows([id], stored === undefined ? [] : [stored], runRowSchema);
  }

  /** Marks a run as interrupted if it has not ended; returns whether it was so. */
  async interrupt(id: string): Promise<boolean> {
    return await this.#write(async ({ rows }) => {
      const stored = (await rows.get(id)) as RunRow | undefined;
      if (stored?.status !== 'running' && stored?.status !== 'paused') return false;
      await rows.put({ ...stored, status: 'interrupted' });
      return true;
    });
  }

  /** Writes a whole run, new or brought back, in one transaction. */
  async insert(
    row: RunRow,
    series: RunSeries = EMPTY_SERIES,
    predictions: RunPredictions | null = null,
  ): Promise<void> {
    await this.#write(async (stores) => {
      await stores.series.delete(partsOf(row.id));
      await stores.rows.put(row);
      if (!isEmpty(series)) await stores.series.put({ run: row.id, part: 0, ...series });
      if (predictions) await stores.predictions.put(predictions, row.id);
    });
  }

  /**
   * Changes fields of a stored row, and adds to its curve what is new, in one transaction: fields that another tab has
   * changed stay as they are.
   *
   * @returns false where the run is not stored (any more): it does not come back
   */
  async change(
    id: string,
    change: Partial<RunRow>,
    added: RunSeries = EMPTY_SERIES,
    predictions: RunPredictions | null = null,
  ): Promise<boolean> {
    return await this.#write(async (stores) => {
      const stored = await stores.rows.get(id);
      if (stored === undefined) return false;
      await stores.rows.put({ ...(stored as RunRow), ...change });
      if (!isEmpty(added)) {
        const part = await stores.series.count(partsOf(id));
        await stores.series.put({ run: id, part, stepLosses: added.stepLosses, epochs: added.epochs });
      }
      if (predictions) await stores.predictions.put(predictions, id);
      return true;
    });
  }

  /** @throws LabError `storage-failed` where it is damaged */
  async series(id: string): Promise<RunSeries> {
    const stored = await (await this.#database.open()).getAll('series', partsOf(id));
    const parts = stored.map((data) => parsed(data, seriesChunkSchema, 'curve'));
    return {
      stepLosses: parts.flatMap((part) => part.stepLosses),
      epochs: parts.flatMap((part) => part.epochs),
    };
  }

  /** @throws LabError `storage-failed` where they are damaged */
  async predictions(id: string): Promise<RunPredictions | null> {
    const stored = await (await this.#database.open()).get('predictions', id);
    return stored === undefined ? null : parsed(stored, runPredictionsSchema, 'predictions');
  }

  /** Of a seal that cannot be read nothing was seen: it is closed. */
  async seals(): Promise<StoredSeals> {
    const stored = await (await this.#database.open()).getAll('seals');
    const device = stored.flatMap((data) => deviceSeal.safeParse(data).data ?? [])[0];
    return {
      begun: device !== undefined,
      keptOpenSince: device?.keptOpenSince ?? null,
      sets: stored.flatMap((data) => setSeal.safeParse(data).data ?? []),
    };
  }

  /** Begins with these, unless another tab has. */
  async beginSeals(sets: readonly SetSeal[]): Promise<void> {
    await this.#changeSeals(async (store) => {
      if ((await store.get(DEVICE)) !== undefined) return;
      await store.put({ fingerprint: DEVICE, keptOpenSince: null });
      for (const seal of sets) await store.put(seal);
    });
  }

  async keepTestsOpen(since: number | null): Promise<void> {
    await this.#changeSeals((store) => store.put({ fingerprint: DEVICE, keptOpenSince: since }));
  }

  /** Changes the seal of a set as it is stored, in one transaction: two tabs that open it count both. */
  async changeSeal(fingerprint: string, change: (seal: SetSeal) => SetSeal): Promise<void> {
    await this.#changeSeals(async (store) => {
      const stored = setSeal.safeParse(await store.get(fingerprint)).data;
      await store.put(change(stored ?? { fingerprint, openings: [], seen: [] }));
    });
  }

  async #changeSeals(work: (store: SealStore) => Promise<unknown>): Promise<void> {
    const transaction = (await this.#database.open()).transaction('seals', 'readwrite');
    await Promise.all([work(transaction.store), transaction.done]);
  }

  async delete(id: string): Promise<void> {
    await this.#write(async (stores) => {
      await stores.rows.delete(id);
      await stores.series.delete(partsOf(id));
      await stores.predictions.delete(id);
    });
  }

  /** Everything under this id, as it lies there. */
  async raw(id: string): Promise<RawRun> {
    const transaction = (await this.#database.open()).transaction(STORES);
    const [row, series, predictions] = await Promise.all([
      transaction.objectStore('rows').get(id),
      transaction.objectStore('series').getAll(partsOf(id)),
      transaction.objectStore('predictions').get(id),
    ]);
    return { row, series, predictions };
  }

  /** The way back from {@link delete} for what could not be read. */
  async insertRaw(id: string, { row, series, predictions }: RawRun): Promise<void> {
    await this.#write(async (stores) => {
      await stores.rows.put(row);
      for (const part of series) await stores.series.put(part);
      if (predictions !== undefined) await stores.predictions.put(predictions, id);
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** All or nothing: what fails on the way takes the rest with it. */
  async #write<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result> {
    const transaction = writeTransaction(await this.#database.open());
    transaction.done.catch(() => undefined);
    try {
      const result = await work(writableStores(transaction));
      await transaction.done;
      return result;
    } catch (error) {
      try {
        transaction.abort();
      } catch {
        // It has ended already.
      }
      throw error;
    }
  }
}

type Stores = ReturnType<typeof writableStores>;
type SealStore = IDBPObjectStore<RunsSchema, ['seals'], 'seals', 'readwrite'>;

function writeTransaction(database: IDBPDatabase<RunsSchema>) {
  return database.transaction(STORES, 'readwrite');
}

function writableStores(transaction: ReturnType<typeof writeTransaction>) {
  return {
    rows: transaction.objectStore('rows'),
    series: transaction.objectStore('series'),
    predictions: transaction.objectStore('predictions'),
  };
}

function isEmpty({ stepLosses, epochs }: RunSeries): boolean {
  return stepLosses.length === 0 && epochs.length === 0;
}

function parsed<Value>(data: unknown, schema: z.ZodType<Value>, what: string): Value {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new LabError(
    'storage-failed',
    `The stored ${what} of this run cannot be read: ${issuesText(result.error)}`,
    'It stays as it is. Export the run, or train it again.',
  );
}

function partsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.POSITIVE_INFINITY]);
}
