import type { Page } from '@playwright/test';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { exampleEpoch, exampleRow } from '../src/storage/testing/example-row.ts';
import { openLab, ready, runRows, tab } from './support/lab-page.ts';
import { LONG_MS, startTracing, stopTracing } from './support/page-tasks.ts';
import { expect, test } from './support/test.ts';

const RUNS = 200;
const EPOCHS = 100;

/** Images of the validation and of the test part. */
const IMAGES = 100;

/** Puts finished runs with whole curves and predictions into the browser's storage, as training would have. */
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
    async ({ rows: all, series, images }) => {
      const open = indexedDB.open('medmnist-lab-runs');
      const database = await new Promise<IDBDatabase>((resolve) => {
        open.onsuccess = () => resolve(open.result);
      });
      const transaction = database.transaction(['rows', 'series', 'predictions'], 'readwrite');
      const labels = Uint8Array.from({ length: images }, (_, item) => Number(item % 3 === 0));
      for (const [index, row] of all.entries()) {
        transaction.objectStore('rows').put(row);
        transaction.objectStore('series').put({ run: row.id, part: 0, ...series });
        // Positives score higher, most of them, and no two runs alike.
        const logits = Float32Array.from(
          labels,
          (label, item) => label + 3 * ((((item + 1) * (7 * index + 13)) % 101) / 101) - 2,
        );
        const part = { logits, activation: 'sigmoid', labels, outputs: 1 };
        transaction.objectStore('predictions').put({ val: part, test: part }, row.id);
      }
      await new Promise<void>((resolve) => {
        transaction.oncomplete = () => resolve();
      });
    },
    { rows, series: { stepLosses, epochs }, images: IMAGES },
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

test('two hundred runs of a hundred epochs open, scroll, filter and draw without holding up the page', async ({
  page,
  browser,
}) => {
  await openLab(page);
  await storeRuns(page);
  const from = Date.now();
  await page.reload();
  await expect(runRows(page)).toHaveCount(RUNS);
  expect(Date.now() - from).toBeLessThan(2000);
  await ready(page);
  await page.waitForTimeout(1500);

  // Beside a tab what scrolls is around the list.
  const list = page.getByRole('region', { name: 'Runs' }).getByRole('list').locator('..');
  const scrolling = async () => {
    for (let place = 0; place < RUNS * 80; place += 800) {
      await list.evaluate((element, top) => element.scrollTo({ top }), place);
      await page.waitForTimeout(30);
    }
  };
  expect(await longestTask(page, scrolling)).toBeLessThan(LONG_MS);

  const filter = page.getByRole('textbox', { name: 'Filter the runs' });
  const filtering = async () => {
    await filter.pressSequentially('flip normalise', { delay: 60 });
    await expect(runRows(page)).toHaveCount(RUNS / 4);
    await filter.press('Control+A');
    await filter.press('Delete');
    await expect(runRows(page)).toHaveCount(RUNS);
  };
  expect(await longestTask(page, filtering)).toBeLessThan(LONG_MS);

  // The charts keep up: each tick is a line more, and a curve with its band over all thresholds.
  await filter.fill('seed 19');
  await tab(page, 'Compare').click();
  await runRows(page).nth(1).getByRole('checkbox').click();
  const rates = (kind: string) => page.getByRole('figure', { name: new RegExp(`^${kind} of`) });
  await expect(rates('ROC').locator('path[data-band]')).toHaveCount(2);
  await startTracing(browser, page);
  await runRows(page).nth(1).getByRole('checkbox').click();
  await expect(rates('ROC')).toBeHidden();
  for (let row = 1; row < 4; row++) {
    await runRows(page).nth(row).getByRole('checkbox').click();
    const lines = page.getByRole('figure', { name: /^Validation AUC/ }).locator('path[data-curve]');
    // Val and train of the latest run, drawn from the start, and of each ticked one.
    await expect(lines).toHaveCount(2 * (row + 1));
    await expect(rates('ROC').locator('path[data-band]')).toHaveCount(row + 1);
  }
  const kind = page.getByRole('radiogroup', { name: 'Kind of curve' });
  await kind.getByText('precision and recall').click();
  await expect(rates('precision and recall').locator('path[data-band]')).toHaveCount(4);
  await kind.getByText('ROC').click();
  await expect(rates('ROC').locator('path[data-band]')).toHaveCount(4);
  // The fifth differs from the first in the seed alone: AUC, loss and rates are drawn as means.
  await runRows(page).nth(4).getByRole('checkbox').click();
  const loss = page.getByRole('figure', { name: /^Mean training loss/ });
  await expect(loss.locator('path[data-band]')).toHaveCount(1);
  // Both seeds faint, their mean, and three recipes with one run each.
  await expect(loss.locator('path[data-curve]')).toHaveCount(6);
  await expect(rates('ROC').locator('path[data-band]')).toHaveCount(4);
  const tasks = await stopTracing(browser);
  expect(tasks.length).toBeGreaterThan(100);
  const longest = Math.max(...tasks.map(({ processor }) => processor));
  test.info().annotations.push({ type: 'charts', description: `longest task ${longest.toFixed(0)} ms` });
  expect(longest).toBeLessThan(LONG_MS);
});
