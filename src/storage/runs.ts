import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { EpochRecord, Predictions, RunRecord } from '../lab/run-record.ts';
import { fromProbabilities } from '../lab/statistics/log-odds.ts';

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
  readonly val: Predictions | null;
  readonly test: Predictions | null;
}

/** What was measured since the last write: curves only ever grow. */
interface SeriesChunk extends RunSeries {
  readonly run: string;
  readonly part: number;
}

/** As they were before logits were kept. */
type FirstPredictions = Record<keyof RunPredictions, Parameters<typeof fromProbabilities>[0] | null>;

interface RunsSchema extends DBSchema {
  rows: { key: string; value: RunRow };
  series: { key: [string, number]; value: SeriesChunk };
  predictions: { key: string; value: RunPredictions | FirstPredictions };
}

/** Raise with every change of the stores, and add a step to `upgrade`. */
const DATABASE_VERSION = 1;

const EMPTY_SERIES: RunSeries = { stepLosses: [], epochs: [] };

/**
 * Runs in IndexedDB, in three stores: small rows, curves in append-only parts, and raw predictions. Every method
 * rejects with the browser's own error, `QuotaExceededError` among them.
 */
export class RunStorage {
  readonly #database: Promise<IDBPDatabase<RunsSchema>>;

  constructor(name = 'medmnist-lab-runs') {
    this.#database = openDB<RunsSchema>(name, DATABASE_VERSION, {
      upgrade(database, from) {
        if (from < 1) {
          database.createObjectStore('rows', { keyPath: 'id' });
          database.createObjectStore('series', { keyPath: ['run', 'part'] });
          database.createObjectStore('predictions');
        }
      },
    });
    this.#database.catch(() => undefined);
  }

  /** All rows, oldest first. */
  async rows(): Promise<readonly RunRow[]> {
    const rows = await (await this.#database).getAll('rows');
    return rows.sort((a, b) => a.createdAt - b.createdAt);
  }

  /** Writes the row, and adds to the curve what is new, in one transaction. */
  async write(row: RunRow, added: RunSeries = EMPTY_SERIES): Promise<void> {
    const transaction = (await this.#database).transaction(['rows', 'series'], 'readwrite');
    const writes: Promise<unknown>[] = [transaction.objectStore('rows').put(row)];
    if (added.stepLosses.length > 0 || added.epochs.length > 0) {
      const series = transaction.objectStore('series');
      const part = await series.count(partsOf(row.id));
      writes.push(series.put({ run: row.id, part, stepLosses: added.stepLosses, epochs: added.epochs }));
    }
    await Promise.all([...writes, transaction.done]);
  }

  async series(id: string): Promise<RunSeries> {
    const parts = await (await this.#database).getAll('series', partsOf(id));
    return {
      stepLosses: parts.flatMap((part) => part.stepLosses),
      epochs: parts.flatMap((part) => part.epochs),
    };
  }

  async writePredictions(id: string, predictions: RunPredictions): Promise<void> {
    await (await this.#database).put('predictions', predictions, id);
  }

  async predictions(id: string): Promise<RunPredictions | null> {
    const stored = await (await this.#database).get('predictions', id);
    return stored ? { val: currentPredictions(stored.val), test: currentPredictions(stored.test) } : null;
  }

  async close(): Promise<void> {
    (await this.#database).close();
  }

  async delete(id: string): Promise<void> {
    const transaction = (await this.#database).transaction(['rows', 'series', 'predictions'], 'readwrite');
    await Promise.all([
      transaction.objectStore('rows').delete(id),
      transaction.objectStore('series').delete(partsOf(id)),
      transaction.objectStore('predictions').delete(id),
      transaction.done,
    ]);
  }
}

function currentPredictions(stored: RunPredictions['val'] | FirstPredictions['val']): Predictions | null {
  return stored && 'scores' in stored ? fromProbabilities(stored) : stored;
}

function partsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.POSITIVE_INFINITY]);
}

/** The whole record, as it is exported. */
export function assembleRecord(row: RunRow, series: RunSeries): RunRecord {
  const { title: _title, epochsDone: _epochs, stepsDone: _steps, bestVal: _best, ...record } = row;
  return { ...record, stepLosses: series.stepLosses, epochs: series.epochs };
}
