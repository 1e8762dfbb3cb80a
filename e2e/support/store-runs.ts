import type { Page } from '@playwright/test';
import type { RunRow, RunSeries } from '../../src/storage/runs.ts';

/** Puts runs with one curve for all into the browser's storage, as training would have; a reload shows them. */
export async function storeRuns(page: Page, rows: readonly RunRow[], series: RunSeries): Promise<void> {
  await page.evaluate(
    async ({ all, curve }) => {
      const open = indexedDB.open('medmnist-lab-runs');
      const database = await new Promise<IDBDatabase>((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const transaction = database.transaction(['rows', 'series'], 'readwrite');
      for (const row of all) {
        transaction.objectStore('rows').put(row);
        transaction.objectStore('series').put({ run: row.id, part: 0, ...curve });
      }
      await new Promise<void>((resolve) => {
        transaction.oncomplete = () => resolve();
      });
      database.close();
    },
    { all: rows, curve: series },
  );
}
