import type { Locator, Page } from '@playwright/test';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { faults } from './support/axe.ts';
import {
  curves,
  latestRecord,
  linkTo,
  openLab,
  ready,
  runRows,
  TINY,
  trainButton,
  trainToEnd,
} from './support/lab-page.ts';
import { LONG_MS, startTracing, stopTracing } from './support/page-tasks.ts';
import { expect, test } from './support/test.ts';

/** The tiles glide, and projections turn, for who has not asked for less motion. */
test.use({ contextOptions: { reducedMotion: 'no-preference' } });

const table = (page: Page): Locator => page.getByRole('region', { name: 'Light table' });
const threshold = (page: Page): Locator => table(page).getByRole('slider', { name: 'Threshold' });
const epoch = (page: Page): Locator => table(page).getByRole('slider', { name: 'Epoch on the table' });
const images = (page: Page): Locator => table(page).locator('canvas[role=slider]');

/** Found, missed, sensitivity, cleared, false alarms, specificity. */
const figures = (page: Page): Promise<string[]> => table(page).locator('dd').allTextContents();

/** What is drawn, as one number that differs where a pixel does. */
function drawing(canvas: Locator): Promise<number> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    return data.reduce((hash, value) => (Math.imul(hash, 31) + value) | 0, 7);
  });
}

async function settled(page: Page): Promise<number> {
  let before = await drawing(images(page));
  await expect(async () => {
    const now = await drawing(images(page));
    const same = now === before;
    before = now;
    expect(same).toBe(true);
  }).toPass({ intervals: [350] });
  return before;
}

async function load(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page
    .getByLabel('Data file for the command line lab')
    .setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) });
  await expect(page.getByRole('button', { name: new RegExp(`^Data: ${name.split('.')[0]}`) })).toBeVisible();
}

test('images lie in a heap, glide by score, and are told apart by a threshold; time goes back, after a reload too', async ({
  page,
}) => {
  await openLab(page, linkTo({ ...TINY, dataset: { ...TINY.dataset, images: 600 }, epochs: 4 }));
  await expect(table(page)).toContainText('Nothing is scored yet.');
  await expect(threshold(page)).toBeHidden();
  const heap = await settled(page);
  await trainButton(page).click();
  await expect(table(page)).toContainText('of 100 pairs, one of each class');
  await expect(runRows(page).first()).toContainText('4/4', { timeout: 45_000 });
  await expect(trainButton(page)).toBeEnabled({ timeout: 45_000 });
  const last = await settled(page);
  expect(last).not.toBe(heap);

  // The sentence is that of the chart.
  const record = await latestRecord(page);
  const told = record.epochs.at(-1)!.val.auc;
  await expect(table(page)).toContainText(`AUC ${told.toFixed(3)}:`);
  await expect(table(page)).toContainText(`class, ${Math.round(100 * told)} are in the right order`);

  const [found, missed, , cleared, alarms] = (await figures(page)).map(Number);
  expect([found! + missed!, cleared! + alarms!]).toEqual([15, 45]);
  const box = (await threshold(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(10, box.y, { steps: 6 });
  expect((await figures(page)).slice(0, 2)).toEqual(['15', '0']);
  await expect(table(page).getByText('0 cleared · 0 missed')).toBeInViewport();
  await expect(table(page).getByText('45 false alarms · 15 found')).toBeInViewport();
  // Over words, too.
  await page.mouse.move(200, box.y + 120, { steps: 6 });
  await page.mouse.up();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  await threshold(page).press('Home');
  await threshold(page).press('End');
  expect((await figures(page)).slice(0, 2)).toEqual(['0', '15']);
  await threshold(page).press('Shift+ArrowLeft');
  await expect(threshold(page)).toHaveAttribute('aria-valuetext', /found, \d+ missed, \d+ false alarms/);
  await threshold(page).press('Home');
  expect((await figures(page)).slice(3, 5)).toEqual(['0', '45']);

  // Images by key, in the order of their scores; by pointer, too.
  await images(page).press('Home');
  await expect(images(page)).toHaveAttribute('aria-valuetext', /^(clear|opacity), image \d+/);
  await images(page).press('ArrowRight');
  await expect(images(page)).toHaveAttribute('aria-valuenow', '2');
  const neighbours = table(page).getByRole('list', { name: 'Neighbours by score' }).getByRole('button');
  await expect(neighbours).toHaveCount(7);
  // The strip moves, and the focus goes with the image that was chosen on it.
  const chosen = await neighbours.nth(5).getByRole('img').getAttribute('aria-label');
  await neighbours.nth(5).press('Enter');
  const current = neighbours.and(page.locator('[aria-current]'));
  await expect(current.getByRole('img')).toHaveAccessibleName(chosen!);
  await expect(current).toBeFocused();
  await images(page).press('Escape');
  await expect(table(page)).toContainText('worst placed');

  await epoch(page).press('Home');
  await expect(table(page)).toContainText('before training');
  expect(await settled(page)).toBe(heap);
  await epoch(page).press('ArrowRight');
  await expect(table(page)).toContainText('epoch 1 of 4');
  const first = await settled(page);
  expect(first).not.toBe(last);

  const chart = page.getByRole('figure', { name: /Validation AUC/ });
  await chart.scrollIntoViewIfNeeded();
  const line = (await curves(page, /Validation AUC/)
    .last()
    .boundingBox())!;
  await page.mouse.move(line.x + line.width - 2, line.y + line.height / 2);
  await expect(table(page)).toContainText('epoch 4 of 4');
  await page.mouse.move(line.x + line.width - 2, 5);
  await expect(table(page)).toContainText('epoch 1 of 4');

  await page.reload();
  await ready(page);
  await expect(table(page)).toContainText('epoch 4 of 4');
  await epoch(page).press('ArrowLeft');
  await epoch(page).press('ArrowLeft');
  await epoch(page).press('ArrowLeft');
  await expect(table(page)).toContainText('epoch 1 of 4');
  await threshold(page).press('Home');
  await expect.poll(() => settled(page)).toBe(first);

  expect(await faults(page, { within: 'section[aria-label="Light table"]' })).toEqual([]);
});

test('of several classes one is asked about, of several labels one', async ({ page }) => {
  await openLab(page, linkTo(TINY));
  const counts = { train: 60, val: 30, test: 12 };
  await load(page, 'three.npz', syntheticNpz({ counts, imageShape: [28, 28], classes: 3 }));
  await trainToEnd(page);
  const choice = table(page).getByRole('combobox', { name: 'Class on the table' });
  await expect(choice.getByRole('option')).toHaveCount(3);
  await expect(table(page)).toContainText('the rest');
  const before = await settled(page);
  await choice.selectOption({ index: 2 });
  expect(await settled(page)).not.toBe(before);
  const [found, missed, , cleared, alarms] = (await figures(page)).map(Number);
  expect([found! + missed!, cleared! + alarms!]).toEqual([10, 20]);

  await load(
    page,
    'labels.npz',
    syntheticNpz({ counts, imageShape: [28, 28], classes: 4, multiLabel: true }),
  );
  await trainToEnd(page);
  const label = table(page).getByRole('combobox', { name: 'Label on the table' });
  await expect(label.getByRole('option')).toHaveCount(4);
  await label.selectOption({ index: 1 });
  const record = await latestRecord(page);
  const told = record.epochs.at(-1)!.val.aucByClass[1]!;
  await expect(table(page)).toContainText(`AUC ${told.toFixed(3)}:`);
});

test('volumes lie as projections, and the one that is looked at turns', async ({ page }) => {
  const dataset = { kind: 'phantom', shape: 'vessel', images: 120 };
  await openLab(page, linkTo({ ...TINY, dataset, volume: 'slices' }));
  await expect(table(page)).toContainText('Nothing is scored yet.');
  await settled(page);
  await images(page).press('Home');
  const portrait = table(page)
    .getByRole('img', { name: /, image \d+$/ })
    .first();
  const before = await drawing(portrait);
  await expect.poll(() => drawing(portrait)).not.toBe(before);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await images(page).press('ArrowRight');
  await page.waitForTimeout(500);
  const still = await drawing(portrait);
  await page.waitForTimeout(300);
  expect(await drawing(portrait)).toBe(still);
});

test('600 tiles glide while a run trains on all threads, and no task of the page lasts 50 ms', async ({
  page,
  browser,
}) => {
  await openLab(
    page,
    linkTo({ ...TINY, dataset: { ...TINY.dataset, images: 6000 }, epochs: 12, batch: 128 }),
  );
  await page.waitForFunction(() => performance.getEntriesByName('charts-ready').length > 0);
  await expect(images(page)).toHaveAttribute('aria-valuemax', '600');
  await settled(page);
  await startTracing(browser, page);
  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText('12/12', { timeout: 45_000 });
  const tasks = await stopTracing(browser);
  expect(tasks.length).toBeGreaterThan(100);
  expect(tasks.filter(({ processor }) => processor >= LONG_MS)).toEqual([]);
  const most = Math.max(...tasks.map(({ processor }) => processor));
  test.info().annotations.push({ type: 'page thread', description: `longest task ${most.toFixed(0)} ms` });
});
