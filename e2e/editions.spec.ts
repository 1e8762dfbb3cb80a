import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { faults } from './support/axe.ts';
import { latestRecord, linkTo, openLab, runRows, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { readStored } from './support/stored.ts';
import { expect, test } from './support/test.ts';

const gallery = (page: Page) => page.getByRole('region', { name: 'Gallery' });
const grid = (page: Page) => gallery(page).getByRole('listbox', { name: 'Images' });
const present = (page: Page) => grid(page).getByRole('option');
const edition = (page: Page) => gallery(page).getByRole('group', { name: 'Edition' });
const chosenEdition = (page: Page) => edition(page).getByLabel('Train on').locator('option:checked');

test('an edition is made by key, undone, trained on, kept, exported, imported, and varied in a study', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY, 'data'));
  await expect(present(page)).toHaveAccessibleName('training image 0, opacity');
  await grid(page).focus();
  // Two images are left out, one gets another label; the last is taken back and done again.
  await page.keyboard.press('x');
  const note = page.getByText('Your edits are kept as “Edition 1”');
  await expect(note).toBeVisible();
  // Taken back, it is not true any more: the note goes before its time.
  await page.keyboard.press('Control+z');
  await expect(note).toBeHidden({ timeout: 3000 });
  await page.keyboard.press('x');
  await expect(present(page)).toHaveAccessibleName('training image 0, opacity, left out');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('x');
  await expect(chosenEdition(page)).toHaveText('Edition 1 (3 out)');
  await expect(page.getByText('without the edition’s changes')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(chosenEdition(page)).toHaveText('Edition 1 (1 out)');
  const isClear = /clear/.test((await present(page).getAttribute('aria-label'))!);
  await page.keyboard.press(isClear ? '2' : '1');
  const label = isClear ? 'opacity' : 'clear';
  await expect(present(page)).toHaveAccessibleName(`training image 2, ${label}, relabelled`);
  await page.keyboard.press('End');
  await gallery(page)
    .getByRole('button', { name: /^Leave out/ })
    .click();
  await edition(page).getByRole('button', { name: 'Rename the edition' }).click();
  await edition(page).getByLabel('Name of the edition').fill('clean');
  await page.keyboard.press('Enter');
  await expect(chosenEdition(page)).toContainText('clean (2 out');
  const text = (await chosenEdition(page).textContent())!;

  // Of validation and test nothing is edited, and that is said.
  await gallery(page).getByText('test', { exact: true }).click();
  await expect(gallery(page).getByText(/Validation and test stay as they are/)).toBeVisible();
  await grid(page).focus();
  await page.keyboard.press('x');
  await expect(chosenEdition(page)).toHaveText(text);
  await gallery(page).getByText('training', { exact: true }).click();
  await gallery(page).getByLabel('Which images').selectOption('edited');
  await expect(gallery(page).getByRole('status')).toHaveText(/^[23] images$/);
  expect(await faults(page, { within: 'section[aria-label="Gallery"]' })).toEqual([]);

  const saved = page.waitForEvent('download');
  await edition(page).getByRole('button', { name: 'Export the edition' }).click();
  const file = await (await saved).path();

  await trainToEnd(page);
  await expect(runRows(page).first()).toContainText(`edition ${text}`);
  const { dataset, recipe } = await latestRecord(page);
  expect(dataset.counts).toMatchObject({ train: 82, val: 12, test: 24 });
  expect(recipe.edition).toMatchObject({ name: 'clean', train: { leftOut: [0, 83] } });

  const stored = () => readStored(page, 'medmnist-lab-editions', 'editions');
  await expect.poll(async () => (await stored()).length).toBe(1);
  await page.reload();
  await expect(chosenEdition(page)).toHaveText(text);
  // What was edited is still undone step by step.
  await edition(page).getByRole('button', { name: /^Undo/ }).click();
  await expect(chosenEdition(page)).toContainText('clean (1 out');

  const picker = page.waitForEvent('filechooser');
  await edition(page).getByRole('button', { name: 'Import an edition' }).click();
  await (await picker).setFiles(file);
  await expect(chosenEdition(page)).toHaveText(text.replace('clean', 'clean 2'));

  await tab(page, 'Study').click();
  await page.getByRole('button', { name: /Which augmentation helps/ }).click();
  await page.getByLabel('Vary something else').selectOption('Edition of the data');
  await expect(page.getByRole('checkbox', { name: /^edition clean 2/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'no edition' })).toBeChecked();

  // Other data: the edition stays behind, and its file is refused.
  await tab(page, 'Data').click();
  await page.getByLabel('Data seed').fill('8');
  await page.getByLabel('Data seed').blur();
  await page.getByRole('button', { name: 'Make this phantom' }).click();
  await expect(
    page.getByText(/The edition "clean 2" is of Pneumonia phantom, and is kept there/),
  ).toBeVisible();
  await expect(chosenEdition(page)).toHaveText('the set as it is');
  const again = page.waitForEvent('filechooser');
  await edition(page).getByRole('button', { name: 'Import an edition' }).click();
  await (await again).setFiles({
    name: 'other.json',
    mimeType: 'application/json',
    buffer: await readFile(file),
  });
  await expect(page.getByText(/The edition "clean" was made for data with the fingerprint/)).toBeVisible();
  await expect(chosenEdition(page)).toHaveText('the set as it is');
});
