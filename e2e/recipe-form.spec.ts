import type { Page } from '@playwright/test';
import { latestRecord, linkTo, openLab, ready, runRows, TINY, tab, trainButton } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const form = (page: Page) => page.getByRole('region', { name: 'Recipe', exact: true });
const width = (page: Page) => form(page).getByRole('spinbutton', { name: 'Width' });
const noise = (page: Page) => form(page).getByRole('checkbox', { name: 'Gaussian noise' });

test('a change of the recipe can be undone and done again, by button and by key, after tabs and a reload', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  const undo = form(page).getByRole('button', { name: /^Undo/ });
  const redo = form(page).getByRole('button', { name: /^Redo/ });
  await noise(page).check();
  await form(page).getByRole('radiogroup', { name: 'Normalise' }).getByText('−1 to 1').click();
  const half = form(page).getByRole('radio', { name: '−1 to 1' });
  await expect(half).toBeChecked();
  await undo.click();
  await expect(half).not.toBeChecked();
  await redo.click();
  await expect(half).toBeChecked();
  await expect(redo).toBeDisabled();

  await tab(page, 'Data').click();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(noise(page)).not.toBeChecked();
  await page.reload();
  await ready(page);
  await page.keyboard.press('Control+Shift+Z');
  await expect(noise(page)).toBeChecked();

  // Within a number it is the number that they take back.
  const before = await width(page).inputValue();
  await width(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(width(page)).not.toHaveValue(before);
  await page.keyboard.press('Control+z');
  await expect(width(page)).toHaveValue(before);
  await expect(noise(page)).toBeChecked();

  // What does not fit stays, with the reason, until it does or is undone.
  await width(page).fill('500');
  await page.keyboard.press('Tab');
  await expect(width(page)).toHaveValue('500');
  await expect(form(page).getByText(/A whole number from 1 to 128\. In use: \d+\./)).toBeVisible();
  await noise(page).uncheck();
  await expect(width(page)).toHaveValue('500');
  // The way back to the value that counts, by a press.
  await form(page)
    .getByRole('button', { name: `Back to ${before}`, exact: true })
    .click();
  await expect(width(page)).toHaveValue(before);
  await expect(width(page)).toBeFocused();
  await width(page).fill('500');
  await width(page).fill('4');
  await expect(form(page).getByText(/In use: /)).toHaveCount(0);
});

test('what a choice cannot do has a press that mends it; what is changed during a run is for the next', async ({
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const ranking = { ...TINY, loss: { name: 'aucm' }, optimizer: { name: 'pesg' }, epochs: 400 };
  await openLab(page, linkTo(ranking));
  // Forced colours take backgrounds away, but not from the chosen segment.
  const segment = form(page)
    .getByRole('radiogroup', { name: 'Normalise' })
    .locator('.mantine-SegmentedControl-indicator');
  const look = await segment.evaluate((element) => {
    const { forcedColorAdjust, backgroundColor } = getComputedStyle(element) as CSSStyleDeclaration & {
      forcedColorAdjust: string;
    };
    const paper = getComputedStyle(document.body).backgroundColor;
    return { forcedColorAdjust, stands: backgroundColor !== paper && backgroundColor !== 'rgba(0, 0, 0, 0)' };
  });
  expect(look).toEqual({ forcedColorAdjust: 'none', stands: true });

  await form(page).getByRole('checkbox', { name: 'Mixup' }).check();
  const note = form(page).getByRole('note').filter({ hasText: 'a mixture is neither positive nor negative' });
  await expect(note).toBeVisible();
  await note.getByRole('button', { name: 'Use cross-entropy' }).click();
  await expect(note).toHaveCount(0);

  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText('running');
  await expect(form(page).getByText('This recipe is for the next run.')).toHaveCount(0);
  await form(page).getByRole('checkbox', { name: 'Flip' }).check();
  await expect(form(page).getByText('This recipe is for the next run.')).toBeVisible();
  await form(page).getByRole('button', { name: 'Train it next' }).click();
  await form(page).getByRole('checkbox', { name: 'Flip' }).uncheck();
  await expect(form(page).getByText('Next: flip + mixup', { exact: false })).toBeVisible();
  await page.keyboard.press('Control+.');
  await expect(runRows(page)).toHaveCount(2);
  await expect(runRows(page).first()).toContainText('running');
  expect((await latestRecord(page)).recipe.augment).toHaveProperty('flip');
  await page.keyboard.press('Control+.');
  await expect(runRows(page).first()).toContainText('stopped');
});
