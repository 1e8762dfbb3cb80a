import type { DBSchema } from 'idb';
import type { StudyState } from '../lab/study/study-state.ts';
import { studyStateSchema } from '../lab/study/study-state-schema.ts';
import { Database } from './open-database.ts';
import { readRows, type StoredRows } from './unreadable.ts';

interface StudiesSchema extends DBSchema {
  states: { key: string; value: unknown };
}

/**
 * Studies in IndexedDB, each whole in one row. Every method rejects with the browser's own error, or as
 * {@link Database.open} does. One tab writes at a time: the one that holds the lock of the studies.
 */
export class StudyStorage {
  readonly #database: Database<StudiesSchema>;

  constructor(name = 'medmnist-lab-studies') {
    this.#database = new Database<StudiesSchema>(name, 1, (database, from) => {
      if (from < 1) database.createObjectStore('states', { keyPath: 'id' });
    });
  }

  /** Oldest first, and those that this lab cannot read. */
  async all(): Promise<StoredRows<StudyState>> {
    const store = (await this.#database.open()).transaction('states').store;
    const [keys, stored] = await Promise.all([store.getAllKeys(), store.getAll()]);
    const { rows, unreadable } = await readRows(keys, stored, studyStateSchema);
    return { rows: rows.toSorted((a, b) => a.createdAt - b.createdAt), unreadable };
  }

  /** One study; none where it is not stored. */
  async one(id: string): Promise<StoredRows<StudyState>> {
    const stored = await (await this.#database.open()).get('states', id);
    return await readRows([id], stored === undefined ? [] : [stored], studyStateSchema);
  }

  async write(state: StudyState): Promise<void> {
    await (await this.#database.open()).put('states', state);
  }

  async delete(id: string): Promise<void> {
    await (await this.#database.open()).delete('states', id);
  }

  /** A study as it lies there. */
  async raw(id: string): Promise<unknown> {
    return await (await this.#database.open()).get('states', id);
  }

  /** The way back from {@link delete} for what could not be read. */
  async insertRaw(state: unknown): Promise<void> {
    await (await this.#database.open()).put('states', state);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
