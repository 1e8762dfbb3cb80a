import type { DBSchema } from 'idb';
import { type StoredEdition, storedEditionSchema } from '../lab/edition/stored-edition.ts';
import { Database } from './open-database.ts';

interface EditionsSchema extends DBSchema {
  editions: { key: string; value: unknown };
}

/**
 * Editions in IndexedDB, each whole in one row. Every method rejects with the browser's own error,
 * `QuotaExceededError` among them, or as {@link Database.open} does.
 */
export class EditionStorage {
  readonly #database: Database<EditionsSchema>;

  constructor(name = 'medmnist-lab-editions') {
    this.#database = new Database<EditionsSchema>(name, 1, (database) => {
      database.createObjectStore('editions', { keyPath: 'id' });
    });
  }

  /** Oldest first. What another version of the lab has written and this one cannot read is left as it is, and out. */
  async all(): Promise<readonly StoredEdition[]> {
    const stored = await (await this.#database.open()).getAll('editions');
    const read = stored.flatMap((value) => {
      const { data } = storedEditionSchema.safeParse(value);
      return data ? [data] : [];
    });
    return read.toSorted((a, b) => a.createdAt - b.createdAt);
  }

  async write(edition: StoredEdition): Promise<void> {
    await (await this.#database.open()).put('editions', edition);
  }

  async delete(id: string): Promise<void> {
    await (await this.#database.open()).delete('editions', id);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
