import { expect, test } from '@playwright/test';
import type { RunRecord } from '../src/lab/run-record.ts';
import { backendChip, openBackendMenu } from './support/backend-menu.ts';
import { linkTo, openLab, ready, TINY, trainedRecord } from './support/lab-page.ts';

/** What came of a run, to the last bit; how long it took is another matter. */
function resultsOf({ stepLosses, epochs, summary }: RunRecord) {
  return { stepLosses, val: epochs.map(({ val }) => val), test: summary?.test };
}

test('the number of threads is chosen on the page, is remembered, and changes no bit of the results', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  const chip = backendChip(page);
  await expect(chip).toHaveText(/^SIMD · \d+ threads$/);
  const menu = await openBackendMenu(page);
  // The software adapter is passed over.
  await expect(menu).toContainText(/The only adapter .* computes on the processor: slower than SIMD/);
  await page.keyboard.press('Escape');
  const many = await trainedRecord(page, TINY);
  expect(many.device.threads).toBeGreaterThan(1);
  expect(many.stepLosses.length).toBeGreaterThan(5);

  await openBackendMenu(page);
  await menu.getByLabel('Threads').selectOption('1');
  await expect(chip).toHaveText('SIMD · 1 thread');
  await page.keyboard.press('Escape');
  const one = await trainedRecord(page, TINY);
  expect(one.device.threads).toBe(1);
  expect(resultsOf(one)).toEqual(resultsOf(many));

  await page.reload();
  await ready(page);
  await expect(chip).toHaveText('SIMD · 1 thread');
  await openBackendMenu(page);
  await menu.getByLabel('Threads').selectOption({ index: 0 });
  await expect(chip).toHaveText(/^SIMD · \d+ threads$/);
});
