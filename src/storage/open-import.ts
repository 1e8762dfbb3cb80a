import type { DBSchema } from 'idb';
import type { GivenImportOptions } from '../lab/import/options.ts';
import { parseImportOptions } from '../lab/import/options.ts';
import { Database } from './open-database.ts';

/** An import whose window was open. */
export interface OpenImport {
  /** Of the folder or the file, for a person. */
  readonly name: string;
  /** Tells its files from others: see ImportLook. */
  readonly filesKey: string;
  readonly options: GivenImportOptions;
  /** By which the browser finds the files again, where it gives such handles. */
  readonly handles: readonly FileSystemHandle[] | null;
}

interface ImportSchema extends DBSchema {
  open: { key: string; value: OpenImport };
}

const KEY = 'open';

/** The import that was open last, in IndexedDB: handles can be kept nowhere else. */
export class OpenImportStorage {
  readonly #database: Database<ImportSchema>;

  constructor(name = 'medmnist-lab-import') {
    this.#database = new Database<ImportSchema>(name, 1, (database) => {
      database.createObjectStore('open');
    });
  }

  /** Null where there is none, or one that this lab cannot read. */
  async read(): Promise<OpenImport | null> {
    const stored = await (await this.#database.open()).get('open', KEY);
    if (!stored) return null;
    try {
      return { ...stored, options: parseImportOptions(stored.options) };
    } catch {
      return null;
    }
  }

  async write(open: OpenImport): Promise<void> {
    await (await this.#database.open()).put('open', open, KEY);
  }

  async clear(): Promise<void> {
    await (await this.#database.open()).delete('open', KEY);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
