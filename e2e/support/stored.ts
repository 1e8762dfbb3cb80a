import type { Page } from '@playwright/test';

/** Puts values into a store of the page's databases past the lab, as another version of it would have. */
export async function putStored(
  page: Page,
  database: string,
  store: string,
  values: readonly unknown[],
): Promise<void> {
  await page.evaluate(
    async ({ name, to, all }) => {
      const opening = indexedDB.open(name);
      const opened = await new Promise<IDBDatabase>((resolve) => {
        opening.onsuccess = () => resolve(opening.result);
      });
      const transaction = opened.transaction(to, 'readwrite');
      for (const value of all) transaction.objectStore(to).put(value);
      await new Promise<void>((resolve) => {
        transaction.oncomplete = () => resolve();
      });
      opened.close();
    },
    { name: database, to: store, all: values },
  );
}

/** All that such a store holds. */
export async function readStored<Value>(page: Page, database: string, store: string): Promise<Value[]> {
  return await page.evaluate(
    async ({ name, from }) => {
      const opening = indexedDB.open(name);
      const opened = await new Promise<IDBDatabase>((resolve) => {
        opening.onsuccess = () => resolve(opening.result);
      });
      const reading = opened.transaction(from).objectStore(from).getAll();
      const values = await new Promise<Value[]>((resolve) => {
        reading.onsuccess = () => resolve(reading.result);
      });
      opened.close();
      return values;
    },
    { name: database, from: store },
  );
}

/** Holds a store of the page's databases for writing until the page is closed. */
export async function keepBusy(page: Page, database: string, store: string): Promise<void> {
  await page.evaluate(
    async ({ name, of }) => {
      const opening = indexedDB.open(name);
      const opened = await new Promise<IDBDatabase>((resolve) => {
        opening.onsuccess = () => resolve(opening.result);
      });
      const held = opened.transaction(of, 'readwrite').objectStore(of);
      // A transaction lives as long as it is asked for something.
      await new Promise<void>((resolve) => {
        const ask = () => {
          held.count().onsuccess = () => {
            resolve();
            ask();
          };
        };
        ask();
      });
    },
    { name: database, of: store },
  );
}
