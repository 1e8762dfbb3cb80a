import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { exampleEpoch, exampleRow } from '../src/storage/testing/example-row.ts';
import { seriousFaults } from './support/axe.ts';
import { openLab, ready, runRows, tab } from './support/lab-page.ts';
import { storeRuns } from './support/store-runs.ts';
import { expect, test } from './support/test.ts';

const EPOCHS = [0.6, 0.7, 0.72, 0.9];
const DATASET = { kind: 'phantom', shape: 'pneumonia', images: 120 } as const;

/** Nine runs; the first, the oldest, has the highest val AUC, and the last is of another set. */
async function openWithRuns(page: Page): Promise<void> {
  await openLab(page, '/#/compare');
  const { dataset } = exampleRow();
  const rows = Array.from({ length: 9 }, (_, index) => {
    const images = index === 8 ? 240 : 120;
    return exampleRow({
      id: `run${index}`,
      createdAt: 1_700_000_000_000 + index * 60_000,
      recipe: parseRecipe({ dataset: { ...DATASET, images }, seed: index, batch: index === 1 ? 32 : 128 }),
      dataset: { ...dataset, key: `phantom:pneumonia-${images}-0.25-0-7` },
      epochsDone: EPOCHS.length,
      stepsDone: 8,
      bestVal: 0.9 - index / 100,
      summary: { epochs: EPOCHS.length, bestEpoch: 4 },
    });
  });
  const epochs = EPOCHS.map((auc, index) => exampleEpoch(index + 1, auc));
  await storeRuns(page, rows, { stepLosses: [0.7, 0.6, 0.5, 0.5, 0.4, 0.4, 0.3, 0.3], epochs });
  await page.reload();
  await ready(page);
}

const row = (page: Page, id: string) => page.locator(`[data-run="${id}"]`);
const tick = (page: Page, id: string) => row(page, id).getByRole('checkbox');
const letter = (page: Page, id: string) => row(page, id).locator('[data-mark]');

test('ticked runs keep their letters, and the page stays where it is while they change', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 700 });
  await openWithRuns(page);
  for (const id of ['run1', 'run2']) await tick(page, id).check();
  for (const [id, text] of [
    ['run8', 'A'],
    ['run1', 'B'],
    ['run2', 'C'],
  ] as const) {
    await expect(letter(page, id)).toHaveText(text);
  }
  await tick(page, 'run8').uncheck();
  await expect(letter(page, 'run1')).toHaveText('B');
  await tick(page, 'run3').check();
  await expect(letter(page, 'run3')).toHaveText('A');
  // What differs from the first letter, the curve, and what the figure is.
  await expect(row(page, 'run1')).toContainText('batch 32');
  await expect(row(page, 'run1')).toContainText('best val AUC');
  await expect(row(page, 'run1').getByRole('img', { name: /^95 % interval/ })).toBeVisible();
  await expect(row(page, 'run1').locator('[data-sparkline="4"]')).toBeVisible();
  // The line is named by its letter, too, and by nothing that all have in common.
  const chart = page.getByRole('figure', { name: /^(Validation|Mean validation) AUC/ });
  await expect(chart.locator('text').filter({ hasText: /^B 0\.900/ })).toContainText('batch 32');

  // The button that saves a chart lies on no part of it.
  const save = (await chart.getByRole('button', { name: 'Save this chart' }).boundingBox())!;
  const drawing = (await chart.locator('svg.recharts-surface').boundingBox())!;
  expect(save.y + save.height).toBeLessThanOrEqual(drawing.y);

  await page.evaluate(() => window.scrollTo(0, 500));
  const place = await page.evaluate(() => window.scrollY);
  expect(place).toBeGreaterThan(200);
  await tick(page, 'run4').check();
  await expect(letter(page, 'run4')).toHaveText('D');
  expect(await page.evaluate(() => window.scrollY)).toBe(place);

  // Beside Train, Results and Compare; below them where there is no room, and on the other tabs.
  const isBeside = async () => {
    const [main, rail] = [page.getByRole('main'), page.getByRole('complementary', { name: 'All runs' })];
    return (await rail.boundingBox())!.x >= (await main.boundingBox())!.x + 300;
  };
  for (const name of ['Train', 'Results', 'Compare']) {
    await tab(page, name).click();
    await expect.poll(isBeside).toBe(true);
  }
  expect(await seriousFaults(page, { within: 'aside' })).toEqual([]);
  await page.setViewportSize({ width: 1190, height: 700 });
  await expect.poll(isBeside).toBe(false);
});

test('runs are ordered, grouped, renamed, chosen and deleted with a way back, and come in as they went out', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openWithRuns(page);
  const first = runRows(page).first();
  await expect(first).toHaveAttribute('data-run', 'run8');
  await page.getByRole('combobox', { name: 'Order of the runs' }).selectOption('best val first');
  await expect(first).toHaveAttribute('data-run', 'run0');
  await page.getByRole('combobox', { name: 'Groups of the runs' }).selectOption('by set');
  await expect(page.getByText(/^Pneumonia phantom 240 images \(1\)$/)).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(first).toHaveAttribute('data-run', 'run0');
  await page.getByRole('combobox', { name: 'Groups of the runs' }).selectOption('in one list');

  // A new name is written over the old one.
  await row(page, 'run1')
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const field = page.getByRole('textbox', { name: 'Name of the run' });
  await expect(field).toBeFocused();
  await page.keyboard.type('mine');
  await page.keyboard.press('Enter');
  await expect(row(page, 'run1')).toContainText('mine');

  // The focus goes to what takes the place of the run.
  await row(page, 'run1').getByRole('button', { name: 'More about mine' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(runRows(page)).toHaveCount(8);
  await expect(row(page, 'run2').getByRole('button', { name: /^More about/ })).toBeFocused();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(row(page, 'run1')).toContainText('mine');

  await page.getByRole('button', { name: 'Choose several runs' }).click();
  for (const id of ['run3', 'run4'])
    await row(page, id)
      .getByRole('checkbox', { name: /^Choose/ })
      .check();
  const chosen = page.getByRole('toolbar', { name: 'Chosen runs' });
  await expect(chosen).toContainText('2 chosen');
  await chosen.getByRole('button', { name: 'Export the chosen runs' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^Chosen runs with their curves/ }).click();
  const exported = readFileSync(await (await download).path());
  await chosen.getByRole('button', { name: 'Delete' }).click();
  await expect(runRows(page)).toHaveCount(7);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(runRows(page)).toHaveCount(9);

  await page.getByRole('button', { name: 'Choose several runs' }).click();
  for (const id of ['run3', 'run4'])
    await row(page, id)
      .getByRole('checkbox', { name: /^Choose/ })
      .check();
  await chosen.getByRole('button', { name: 'Delete' }).click();
  await expect(runRows(page)).toHaveCount(7);
  const files = page.getByLabel('Files of runs');
  const asFile = (text: string) => ({
    name: 'runs.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  // One run of the file is damaged: none of them is taken.
  const records = JSON.parse(exported.toString()) as { epochs: object[] }[];
  await files.setInputFiles(asFile(JSON.stringify([records[0], { ...records[1], epochs: [] }])));
  const refused = page
    .getByRole('alert')
    .filter({ hasText: '“runs.json” holds no runs of this lab: run 2:' });
  await expect(refused).toBeVisible();
  await expect(runRows(page)).toHaveCount(7);
  await files.setInputFiles(asFile(exported.toString()));
  await expect(page.getByText('2 runs were added.')).toBeVisible();
  await expect(runRows(page)).toHaveCount(9);
  // What came in is drawn, and there once.
  await expect(letter(page, 'run3')).toBeVisible();
  await files.setInputFiles(asFile(exported.toString()));
  await expect(page.getByText('0 runs were added. 2 were here already.')).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(9);
});
