import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { LabError } from '../lab/lab-error.ts';

/** Called when another tab opens a newer form of a database, which this page then has to let go. */
const outdatedListeners = new Set<() => void>();

export function onOutdated(listener: () => void): void {
  outdatedListeners.add(listener);
}

/**
 * A database that is opened when it is first used, and again after it was lost. Tabs of two versions of the lab may be
 * open side by side: the older one lets go of its connection, so that the newer one is never kept waiting.
 */
export class Database<Schema extends DBSchema> {
  readonly #name: string;
  readonly #version: number;
  readonly #upgrade: (database: IDBPDatabase<Schema>, from: number) => void;
  #opening: Promise<IDBPDatabase<Schema>> | null = null;

  /** @param version to be raised with every change of the stores, with a step in `upgrade` */
  constructor(
    name: string,
    version: number,
    upgrade: (database: IDBPDatabase<Schema>, from: number) => void,
  ) {
    this.#name = name;
    this.#version = version;
    this.#upgrade = upgrade;
  }

  /**
   * @throws LabError `storage-failed` while a tab of an older lab holds the database, or where a newer lab has changed
   *   it; `no-storage` where the browser has none for this page; else the browser's own error
   */
  open(): Promise<IDBPDatabase<Schema>> {
    this.#opening ??= new Promise((resolve, reject) => {
      this.#connect(() => reject(heldByOlder())).then(
        (database) => {
          // Where it was held before, later calls find it open.
          this.#opening = Promise.resolve(database);
          resolve(database);
        },
        (error: unknown) => {
          this.#opening = null;
          reject(explained(error));
        },
      );
    });
    return this.#opening;
  }

  async #connect(blocked: () => void): Promise<IDBPDatabase<Schema>> {
    const forget = () => {
      this.#opening = null;
    };
    return await openDB<Schema>(this.#name, this.#version, {
      upgrade: this.#upgrade,
      blocked,
      blocking: (_current, _next, event) => {
        (event.target as IDBDatabase).close();
        forget();
        for (const listener of outdatedListeners) listener();
      },
      terminated: forget,
    });
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    (await opening)?.close();
  }
}

/** What a browser says that gives the page no databases at all: blocked site data, some private windows. */
const REFUSALS = new Set(['SecurityError', 'InvalidStateError', 'NotSupportedError']);

function explained(error: unknown): unknown {
  if (globalThis.indexedDB === undefined) return noStorage(error);
  if (!(error instanceof DOMException)) return error;
  if (error.name === 'VersionError') return changedByNewer();
  return REFUSALS.has(error.name) ? noStorage(error) : error;
}

function noStorage(cause: unknown): LabError {
  return new LabError(
    'no-storage',
    'Runs and studies could not be stored: this browser gives the page no storage.',
    'The lab works all the same, but nothing outlives this page: export what you want to keep.',
    { cause },
  );
}

function heldByOlder(): LabError {
  return new LabError(
    'storage-failed',
    'An older version of the lab is open in another tab and holds the stored runs.',
    'Nothing is lost. Close or reload the other tabs of the lab, then try again.',
  );
}

function changedByNewer(): LabError {
  return new LabError(
    'storage-failed',
    'A newer version of the lab has changed the storage of this browser.',
    'Nothing is lost. Reload this page to get the newest lab.',
  );
}
