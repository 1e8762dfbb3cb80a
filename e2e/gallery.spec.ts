import type { Page } from '@playwright/test';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { faults } from './support/axe.ts';
import { linkTo, openLab, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { LONG_MS, startTracing, stopTracing } from './support/page-tasks.ts';
import { expect, test } from './support/test.ts';

const gallery = (page: Page) => page.getByRole('region', { name: 'Gallery' });
const grid = (page: Page) => gallery(page).getByRole('listbox', { name: 'Images' });

test('100,000 images scroll without a task of 50 ms', async ({ page, browser }) => {
  await openLab(page, '/#/data');
  const counts = { train: 99_000, val: 500, test: 500 };
  const buffer = Buffer.from(syntheticNpz({ counts, imageShape: [8, 8], classes: 2 }, 1));
  await page.getByLabel('Choose a file').setInputFiles({ name: 'many.npz', mimeType: '', buffer });
  await gallery(page).getByText('all', { exact: true }).click();
  await expect(gallery(page).getByRole('status')).toHaveText('100,000 images', { timeout: 60_000 });
  await grid(page).hover();
  await startTracing(browser, page);
  for (let turn = 0; turn < 30; turn++) {
    await page.mouse.wheel(0, turn % 3 === 0 ? 60_000 : 700);
    await page.waitForTimeout(60);
  }
  const tasks = await stopTracing(browser);
  expect(await grid(page).evaluate((element) => element.scrollTop)).toBeGreaterThan(300_000);
  expect(tasks.length).toBeGreaterThan(100);
  const most = Math.max(...tasks.map(({ processor }) => processor));
  test.info().annotations.push({ type: 'page thread', description: `longest task ${most.toFixed(0)} ms` });
  expect(tasks.filter(({ processor }) => processor >= LONG_MS)).toEqual([]);
  // What is looked at in the end has come from the worker.
  await expect
    .poll(() =>
      grid(page).evaluate((element) => {
        const rows = [...element.querySelectorAll('canvas')];
        return rows.every((row) => row.getContext('2d')!.getImageData(5, 5, 1, 1).data[3] === 255);
      }),
    )
    .toBe(true);
});

test('images are filtered, sorted, walked through by key, and told by a run’s score', async ({ page }) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await tab(page, 'Data').click();
  const shown = gallery(page).getByRole('status');
  const present = grid(page).getByRole('option');
  await expect(shown).toHaveText('84 images');
  await expect(present).toHaveAccessibleName(/^training image 0, /);
  const opacity = gallery(page)
    .getByRole('group', { name: /^Classes shown/ })
    .getByRole('button', { name: 'opacity', exact: true });
  await opacity.click();
  await expect(shown).toHaveText('21 images');
  await expect(present).toHaveAccessibleName(/, opacity$/);
  await opacity.click();

  // Of the training part a run has no scores.
  await expect(gallery(page).getByLabel('Right or wrong')).toBeHidden();
  await gallery(page).getByText('validation', { exact: true }).click();
  await expect(shown).toHaveText('12 images');
  await gallery(page).getByLabel('Right or wrong').selectOption('right');
  await expect(shown).not.toHaveText('12 images');
  const right = Number.parseInt((await shown.textContent())!, 10);
  await gallery(page).getByLabel('Right or wrong').selectOption('wrong');
  await expect(shown).toHaveText(new RegExp(`^${12 - right} image`));
  await gallery(page).getByLabel('Right or wrong').selectOption('any');
  await gallery(page).getByLabel('Order', { exact: true }).selectOption('score');
  const panel = gallery(page).getByRole('complementary', { name: 'Chosen image' });
  const score = async () => Number(/for opacity\D*([\d.]+),/.exec((await panel.textContent())!)![1]);
  await expect(panel).toContainText('score for opacity');
  const lowest = await score();
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect(present).toHaveAttribute('aria-posinset', '12');
  await expect.poll(score).toBeGreaterThanOrEqual(lowest);
  await page.keyboard.press('Shift+Home');
  await expect(shown).toHaveText('12 images, 12 selected');

  // What is chosen stays over a reload.
  await gallery(page).getByRole('slider', { name: 'Size of the images' }).press('End');
  await page.reload();
  await expect(shown).toHaveText('12 images');
  await expect(gallery(page).getByLabel('Order', { exact: true })).toHaveValue('score');
  await expect(present).toHaveCSS('width', '160px');
  expect(await faults(page, { within: 'section[aria-label="Gallery"]' })).toEqual([]);
});
