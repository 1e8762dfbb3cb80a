import { expect, type Page, test } from '@playwright/test';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { exampleEpoch, exampleRow } from '../src/storage/testing/example-row.ts';
import { openLab, ready, runRows, tab } from './support/lab-page.ts';

const RUNS = 200;
const EPOCHS = 100;

/** Puts finished runs with whole curves into the browser's storage, as training would have. */
async function storeRuns(page: Page): Promise<void> {
  const rows = Array.from({ length: RUNS }, (_, index) => {
    const recipe = parseRecipe({
      augment: index % 2 ? { flip: {} } : {},
      normalise: index % 4 > 1 ? 'half' : 'none',
      seed: index,
      epochs: EPOCHS,
    });
    return exampleRow({
      id: `run${String(index).padStart(9, '0')}`,
      createdAt: 1_700_000_000_000 + index * 60_000,
      recipe,
      colour: index,
      epochsDone: EPOCHS,
      stepsDone: EPOCHS * 7,
      summary: { epochs: EPOCHS, bestEpoch: 60 },
    });
  });
  const epochs = Array.from({ length: EPOCHS }, (_, index) =>
    exampleEpoch(index + 1, 0.9 - 0.4 / (index + 1)),
  );
  const stepLosses = Array.from({ length: EPOCHS * 7 }, (_, step) => 1 / (1 + step / 50));
  await page.evaluate(
    async ({ rows: all, series }) => {
      const open = indexedDB.open('medmnist-lab-runs');
      const database = await new Promise<IDBDatabase>((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const transaction = database.transaction(['rows', 'series'], 'readwrite');
      for (const row of all) {
        transaction.objectStore('rows').put(row);
        transaction.objectStore('series').put({ run: row.id, part: 0, ...series });
      }
      await new Promise<void>((resolve) => {
        transaction.oncomplete = () => resolve();
      });
    },
    { rows, series: { stepLosses, epochs } },
  );
}

/** Longest task of the page's thread while something is done, in milliseconds. */
async function longestTask(page: Page, action: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const found: number[] = [];
    new PerformanceObserver((list) =>
      found.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      entryTypes: ['longtask'],
    });
    Object.assign(window, { longTasks: found });
  });
  await action();
  await page.waitForTimeout(300);
  return await page.evaluate(() => Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks));
}

/** What the page's thread may do at a stretch. */
const LONGEST_MS = 50;

test('two hundred runs of a hundred epochs open, scroll, filter and draw without holding up the page', async ({
  page,
}) => {
  await openLab(page);
  await storeRuns(page);
  const from = Date.now();
  await page.reload();
  await expect(runRows(page)).toHaveCount(RUNS);
  expect(Date.now() - from).toBeLessThan(2000);
  await ready(page);
  await page.waitForTimeout(1500);

  const list = page.getByRole('region', { name: 'Runs' }).getByRole('list');
  const scrolling = async () => {
    for (let place = 0; place < RUNS * 40; place += 400) {
      await list.evaluate((element, top) => element.scrollTo({ top }), place);
      await page.waitForTimeout(30);
    }
  };
  expect(await longestTask(page, scrolling)).toBeLessThan(LONGEST_MS);

  const filter = page.getByRole('textbox', { name: 'Filter the runs' });
  const filtering = async () => {
    await filter.pressSequentially('flip normalise', { delay: 60 });
    await expect(runRows(page)).toHaveCount(RUNS / 4);
    await filter.press('Control+A');
    await filter.press('Delete');
    await expect(runRows(page)).toHaveCount(RUNS);
  };
  expect(await longestTask(page, filtering)).toBeLessThan(LONGEST_MS);

  // The charts keep up: each tick is a line more.
  await filter.fill('seed 19');
  await tab(page, 'Compare').click();
  for (let row = 1; row < 4; row++) {
    await runRows(page).nth(row).getByRole('checkbox').click();
    const lines = page.getByRole('figure', { name: /^Validation AUC/ }).locator('path[data-curve]');
    // Val and train of the latest run, drawn from the start, and of each ticked one.
    await expect(lines).toHaveCount(2 * (row + 1));
  }
});
