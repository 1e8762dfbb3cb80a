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
   *   it; else the browser's own error
   */
  open(): Promise<IDBPDatabase<Schema>> {
    this.#opening ??= new Promise((resolve, reject) => {
      const forget = () => {
        this.#opening = null;
      };
      openDB<Schema>(this.#name, this.#version, {
        upgrade: this.#upgrade,
        blocked: () => reject(heldByOlder()),
        blocking: (_current, _next, event) => {
          (event.target as IDBDatabase).close();
          forget();
          for (const listener of outdatedListeners) listener();
        },
        terminated: forget,
      }).then(
        (database) => {
          // Where it was held before, later calls find it open.
          this.#opening = Promise.resolve(database);
          resolve(database);
        },
        (error: unknown) => {
          forget();
          reject(error instanceof DOMException && error.name === 'VersionError' ? changedByNewer() : error);
        },
      );
    });
    return this.#opening;
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    (await opening)?.close();
  }
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
