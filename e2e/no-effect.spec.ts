import type { Page } from '@playwright/test';
import { latestRecord, linkTo, openLab, TINY, trainButton, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const form = (page: Page) => page.getByRole('region', { name: 'Recipe', exact: true });
const notes = (page: Page) => form(page).getByRole('note');

test('what has no effect is said beside its control, and what would mislead is refused', async ({ page }) => {
  const recipe = { ...TINY, loss: { name: 'aucm' }, optimizer: { name: 'pesg' }, epochs: 3 };
  await openLab(page, linkTo({ ...recipe, balance: { name: 'weighted-loss' }, patience: 9 }));
  await expect(notes(page).filter({ hasText: 'takes no class weights' })).toBeVisible();
  await expect(notes(page).filter({ hasText: 'ends before this patience does' })).toBeVisible();

  await trainButton(page).click();
  await expect(page.getByText('Nothing was trained. Change it, and train again.')).toBeVisible();
  await expect(trainButton(page)).toBeEnabled();
  await expect(form(page).getByText('Train refuses this recipe.')).toBeVisible();

  await form(page).getByRole('radio', { name: 'Classify' }).check();
  await expect(notes(page).filter({ hasText: 'takes no class weights' })).toHaveCount(0);
  await expect(form(page).getByText('Train refuses this recipe.')).toBeHidden();
  await expect(page.getByText('Nothing was trained. Change it, and train again.')).toBeHidden();
  await expect(notes(page).filter({ hasText: 'ends before this patience does' })).toBeVisible();
});

test('a run is as long as its steps say, whatever the balancing', async ({ page }) => {
  await openLab(page, linkTo({ ...TINY, balance: { name: 'upsample' } }));
  // 84 images in batches of 16 are 6 steps (the last of 4); two epochs become 12 steps.
  await form(page).getByRole('button', { name: 'Stem, length by steps' }).click();
  await form(page).getByRole('radiogroup', { name: 'Length of the run' }).getByText('by steps').click();
  await expect(form(page).getByRole('spinbutton', { name: 'Steps' })).toHaveValue('12');
  await trainToEnd(page);
  const record = await latestRecord(page);
  expect(record.recipe).toMatchObject({ epochs: null, steps: 12 });
  expect(record.stepsPerEpoch).toBe(6);
  expect(record.stepLosses).toHaveLength(12);
  expect(record.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
});
