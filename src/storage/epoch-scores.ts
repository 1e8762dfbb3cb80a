import type { DBSchema } from 'idb';
import type { EpochScores } from '../lab/light-table/epoch-scores.ts';
import { epochScoresSchema } from '../lab/light-table/epoch-scores-schema.ts';
import { Database } from './open-database.ts';

interface ScoresSchema extends DBSchema {
  scores: { key: [run: string, epoch: number]; value: unknown };
}

/**
 * Scores by epoch, in a database of their own: curves are read for hundreds of runs, these for the few that lie on the
 * light table. Every method rejects with the browser's own error, `QuotaExceededError` among them, or as
 * {@link Database.open} does.
 */
export class EpochScoresStorage {
  readonly #database: Database<ScoresSchema>;

  constructor(name = 'medmnist-lab-scores') {
    this.#database = new Database<ScoresSchema>(name, 1, (database) => {
      database.createObjectStore('scores');
    });
  }

  /** Adds epochs of a run and lets others of it go, in one transaction. */
  async write(run: string, added: readonly EpochScores[], dropped: readonly number[] = []): Promise<void> {
    const transaction = (await this.#database.open()).transaction('scores', 'readwrite');
    await Promise.all([
      ...added.map((scores) => transaction.store.put(scores, [run, scores.epoch])),
      ...dropped.map((epoch) => transaction.store.delete([run, epoch])),
      transaction.done,
    ]);
  }

  /** Epochs ascending. What another version of the lab has written and this one cannot read is left out. */
  async read(run: string): Promise<readonly EpochScores[]> {
    const stored = await (await this.#database.open()).getAll('scores', epochsOf(run));
    return stored.flatMap((value) => {
      const { data } = epochScoresSchema.safeParse(value);
      return data ? [data] : [];
    });
  }

  async delete(run: string): Promise<void> {
    await (await this.#database.open()).delete('scores', epochsOf(run));
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}

function epochsOf(run: string): IDBKeyRange {
  return IDBKeyRange.bound([run, 0], [run, Number.POSITIVE_INFINITY]);
}
