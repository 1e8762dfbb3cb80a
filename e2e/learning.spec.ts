import type { Page } from '@playwright/test';
import { seriousFaults } from './support/axe.ts';
import {
  curves,
  latestRecord,
  linkTo,
  openLab,
  runRows,
  TINY,
  tab,
  trainButton,
  trainedRecord,
} from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const recipe = (page: Page) => page.getByRole('region', { name: 'Recipe', exact: true });
const transport = (page: Page) => page.getByRole('region', { name: 'Transport' });
const starts = (page: Page) =>
  page.getByRole('button', { name: /^(Train|Train now|Train another one|Start)$/ });

test('how it learns is one choice of two; a loss that rises while the order gets better is told, and the curve speaks', async ({
  page,
}) => {
  const dataset = { ...TINY.dataset, images: 600 };
  await openLab(page, linkTo({ dataset, width: 4, epochs: 4, batch: 64 }));
  const way = (name: string) => recipe(page).getByRole('radio', { name });
  await expect(way('Rank')).toBeChecked();
  await way('Rank').focus();
  await page.keyboard.press('ArrowRight');
  await expect(way('Classify')).toBeChecked();
  await expect(recipe(page)).toContainText('CE · Adam');
  await way('Rank').check();
  await expect(recipe(page)).toContainText('Its loss may rise while the order gets better');

  await recipe(page).getByRole('button', { name: 'Presets' }).click();
  await expect(page.getByRole('menuitem', { name: /^Seed study/ })).toContainText('Medical_MNIST');
  await page.keyboard.press('Escape');

  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText('4/4', { timeout: 45_000 });
  const note = page.getByRole('note').filter({ hasText: 'the loss rose' });
  await expect(note).toContainText(
    /From epoch \d to \d the loss rose, [\d.]+ to [\d.]+, and the order got better, AUC/,
  );
  const [, epoch] = /to (\d) the loss/.exec((await note.textContent())!)!;
  await note.getByRole('button', { name: 'Show a and b then' }).click();
  await expect(page.getByRole('region', { name: 'Light table' })).toContainText(`epoch ${epoch} of 4`);
  await note.getByRole('button', { name: 'Back to the latest epoch' }).click();
  await expect(page.getByRole('region', { name: 'Light table' })).toContainText('epoch 4 of 4');

  await expect(page.getByTestId('live-sentence')).toHaveText(/^[A-Z].* (epoch|gap|best|so far)/);
  const chart = page.getByRole('figure', { name: /Validation AUC/ });
  await expect(chart.locator('[data-level="coin toss"]')).toHaveCount(1);
  await expect(chart.locator('[data-flag]')).toContainText(/best: \d/);
  await expect(chart.locator('[data-band]')).toHaveCount(1);
  await expect(curves(page, /Validation AUC/)).toHaveCount(2);
  expect(await seriousFaults(page)).toEqual([]);
});

test('a screen has one start button, on every tab', async ({ page }) => {
  await openLab(page, linkTo(TINY));
  for (const name of ['Train', 'Data', 'Results', 'Compare', 'Study']) {
    await tab(page, name).click();
    await expect(tab(page, name)).toHaveAttribute('aria-current', 'page');
    await page.waitForTimeout(200);
    await expect(starts(page), name).toHaveCount(1);
  }
});

for (const [what, viewport] of [
  ['a phone', { width: 390, height: 844 }],
  ['200 % zoom', { width: 720, height: 450 }],
] as const) {
  test(`on ${what} a run that trains is seen wherever one is, also with the recipe open; the focus stays with it`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await openLab(page, linkTo({ ...TINY, epochs: 400 }));
    await page.getByRole('button', { name: /^Recipe/ }).click();
    await expect(recipe(page).getByRole('radio', { name: 'Rank' })).toBeAttached();
    await trainButton(page).focus();
    await page.keyboard.press('Enter');
    const pause = transport(page).getByRole('button', { name: 'Pause' });
    await expect(pause).toBeFocused();
    await expect(transport(page)).toContainText(/epoch \d+\/400/);
    await expect(transport(page)).toBeInViewport({ ratio: 1 });
    await expect(starts(page)).toHaveCount(0);
    for (const name of ['Data', 'Results', 'Train']) {
      await tab(page, name).click();
      await expect(transport(page).getByRole('progressbar')).toBeInViewport({ ratio: 1 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
    }
    await transport(page).getByRole('button', { name: 'Pause' }).click();
    await expect(transport(page)).toContainText('paused');
    await transport(page).getByRole('button', { name: 'Stop' }).click();
    await expect(trainButton(page)).toBeEnabled();
    await expect(runRows(page).first()).toContainText('stopped');
  });
}

test('a step by itself shows its batch, image by image, and leaves no trace in the curve', async ({
  page,
}) => {
  const wanted = {
    ...{ ...TINY, epochs: 30, balance: { name: 'upsample' }, augment: { flip: {} } },
    ...{ loss: { name: 'aucm' }, optimizer: { name: 'pesg' } },
  };
  await openLab(page, linkTo(wanted));
  const undisturbed = await trainedRecord(page, wanted);
  await trainButton(page).click();
  await transport(page).getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('“Step one batch” shows the images of a batch')).toBeVisible();
  await transport(page).getByRole('button', { name: 'Step one batch' }).click();
  const batch = page.getByRole('region', { name: 'The batch under the microscope' });
  const said = /Step \d+: (\d+) images, loss -?[\d.]+/;
  await expect(batch).toContainText(said);
  // 16 of them, but for the last batch of an epoch, which has what is left.
  const count = Number(said.exec((await batch.textContent())!)![1]);
  expect(count).toBeLessThanOrEqual(16);
  const images = batch.getByRole('list', { name: 'Images of the batch' }).getByRole('listitem');
  await expect(images).toHaveCount(count);
  await expect(images.first().getByRole('img')).toHaveAttribute(
    'aria-label',
    /^(clear|opacity), (copy \d+ of )?image \d+: 0\.\d{3} before, 0\.\d{3} after$/,
  );
  await expect(batch).toContainText(/clear\d+ %\d+ imgopacity\d+ %\d+ img/);
  for (const name of ['a', 'b', 'α']) {
    await expect(batch).toContainText(new RegExp(`${name}-?\\d\\.\\d{4} → -?\\d\\.\\d{4}`));
  }
  expect(await seriousFaults(page)).toEqual([]);
  await transport(page).getByRole('button', { name: 'Resume' }).click();
  await expect(batch).toHaveCount(0);
  await expect(runRows(page).first()).toContainText('30/30', { timeout: 45_000 });
  await expect(trainButton(page)).toBeEnabled({ timeout: 20_000 });
  const { stepLosses, summary } = await latestRecord(page);
  expect(stepLosses).toEqual(undisturbed.stepLosses);
  expect(summary!.val).toEqual(undisturbed.summary!.val);
});
