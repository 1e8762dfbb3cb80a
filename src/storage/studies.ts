import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { StudyState } from '../lab/study/study-state.ts';

interface StudiesSchema extends DBSchema {
  states: { key: string; value: StudyState };
}

/** Raise with every change of the stores, and add a step to `upgrade`. */
const DATABASE_VERSION = 1;

/** Studies in IndexedDB, each whole in one row. Every method rejects with the browser's own error. */
export class StudyStorage {
  readonly #database: Promise<IDBPDatabase<StudiesSchema>>;

  constructor(name = 'medmnist-lab-studies') {
    this.#database = openDB<StudiesSchema>(name, DATABASE_VERSION, {
      upgrade(database, from) {
        if (from < 1) database.createObjectStore('states', { keyPath: 'id' });
      },
    });
    this.#database.catch(() => undefined);
  }

  /** Oldest first. */
  async all(): Promise<readonly StudyState[]> {
    const states = await (await this.#database).getAll('states');
    return states.sort((a, b) => a.createdAt - b.createdAt);
  }

  async write(state: StudyState): Promise<void> {
    await (await this.#database).put('states', state);
  }

  async delete(id: string): Promise<void> {
    await (await this.#database).delete('states', id);
  }
}
