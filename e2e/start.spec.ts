import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { faults } from './support/axe.ts';
import {
  latestRecord,
  linkTo,
  openLab,
  runRows,
  TINY,
  tab,
  trainButton,
  trainToEnd,
} from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const form = (page: Page) => page.getByRole('region', { name: 'Recipe', exact: true });
const picker = (page: Page) => form(page).getByRole('combobox', { name: 'Starts from' });

test('a run starts from the weights of another, of a file, and says so where they are gone', async ({
  page,
}) => {
  const { choose, finished } = { choose: picker(page), finished: runRows(page).first() };
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);

  // From the run, of which the head alone is trained, whatever width the form says.
  await form(page).getByRole('spinbutton', { name: 'Width' }).fill('4');
  const own = choose.locator('option').filter({ hasText: 'Pneumonia phantom: ' });
  await choose.selectOption((await own.getAttribute('value'))!);
  await expect(form(page).getByRole('heading', { name: 'Starts from Pneumonia phantom' })).toBeVisible();
  await expect(form(page).getByRole('spinbutton', { name: 'Width' })).toHaveValue('2');
  await form(page).getByRole('combobox', { name: 'Stays as it is' }).selectOption('All but the head');
  await expect(form(page).getByText(/as quick as that of a linear model/)).toBeVisible();
  expect(await faults(page, { within: '[aria-label="Recipe"]' })).toEqual([]);
  await trainToEnd(page);
  await expect(finished).toContainText('from Pneumonia phantom, head alone');
  const first = await latestRecord(page);
  await trainToEnd(page);
  expect((await latestRecord(page)).stepLosses).toEqual(first.stepLosses);

  // Saved as safetensors, and brought back: the same weights.
  await runRows(page)
    .nth(2)
    .getByRole('button', { name: /^More about/ })
    .click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'safetensors (PyTorch)' }).click();
  const zip = unzipSync(readFileSync(await (await downloading).path()));
  const weights = { name: 'net.safetensors', mimeType: '', buffer: Buffer.from(zip['model.safetensors']!) };

  // Deleted, they are missed ahead of the press, and before the first batch.
  await form(page)
    .getByRole('button', { name: /^Weights kept here/ })
    .click();
  await form(page)
    .getByRole('button', { name: /^Delete the weights/ })
    .click();
  await expect(form(page).getByText(/are not in this browser\. Choose the run/)).toBeVisible();
  await expect(choose).toBeFocused();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(form(page).getByText(/are not in this browser/)).toBeHidden();
  await form(page)
    .getByRole('button', { name: /^Weights kept here/ })
    .click();
  await form(page)
    .getByRole('button', { name: /^Delete the weights/ })
    .click();
  await expect(form(page).getByText(/are not in this browser\. Choose the run/)).toBeVisible();
  await trainButton(page).click();
  await expect(page.getByText(/that this recipe starts from are not kept in this browser/)).toBeVisible();
  await expect(runRows(page)).toHaveCount(3);

  const file = page.getByLabel('File for: Starts from');
  await file.setInputFiles({ name: 'bad.safetensors', mimeType: '', buffer: Buffer.from('{"fc.weight":1}') });
  await expect(page.getByText(/no safetensors file/)).toBeVisible();
  await file.setInputFiles(weights);
  await expect(form(page).getByRole('heading', { name: 'Starts from net, head alone' })).toBeVisible();
  await trainToEnd(page);
  const again = await latestRecord(page);
  expect(again.stepLosses).toEqual(first.stepLosses);
  expect(again.recipeHash).toBe(first.recipeHash);

  // And as a study.
  await tab(page, 'Study').click();
  const card = page.getByRole('combobox', { name: 'Weights for the study of transfer' });
  await card.selectOption((await card.locator('option').filter({ hasText: /^net/ }).getAttribute('value'))!);
  const plan = page.getByRole('region', { name: 'Plan of the study' });
  await expect(plan.getByRole('checkbox', { name: 'from scratch' })).toBeChecked();
  await expect(plan.getByRole('checkbox', { name: 'from net, head alone' })).toBeChecked();
  await expect(plan.getByRole('button', { name: 'Train 9 runs' })).toBeVisible();
});
