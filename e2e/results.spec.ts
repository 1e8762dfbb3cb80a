import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { linkTo, openLab, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const cell = (page: Page, place: number) =>
  region(page, 'Confusion matrix').locator('[data-cell]').nth(place);
const numberIn = async (page: Page, place: number) => Number(await cell(page, place).textContent());

test('a threshold is chosen by hand and by rule, every figure follows, and a press shows the images', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await tab(page, 'Results').click();
  await expect(region(page, 'Answer')).toContainText(
    /^Of 100 pairs, .* AUC \d\.\d{3}.* on 12 validation images/,
  );
  const sum = async () =>
    (await Promise.all([0, 1, 2, 3].map((place) => numberIn(page, place)))).reduce((a, b) => a + b);
  await expect.poll(sum).toBe(12);

  // By hand: at the left end everything is called opacity.
  const handle = page.getByRole('slider', { name: 'Threshold', exact: true });
  await handle.press('Home');
  await expect(cell(page, 0)).toHaveText('0');
  await expect(cell(page, 2)).toHaveText('0');
  const panel = region(page, 'Threshold');
  const chosen = (name: string) =>
    panel.getByRole('radiogroup', { name: 'How the threshold is chosen' }).getByLabel(name, { exact: true });
  await expect(chosen('by hand')).toBeChecked();
  await expect(panel.getByRole('row', { name: /^sensitivity/ })).toContainText('1.000');
  await page.reload();
  await expect(cell(page, 0)).toHaveText('0');
  await expect(chosen('by hand')).toBeChecked();

  // On the curve, by key.
  const point = page.getByRole('slider', { name: 'Threshold on the curve of ROC' });
  await point.press('Home');
  await expect(cell(page, 1)).toHaveText('0');
  await expect(cell(page, 3)).toHaveText('0');

  // By rule: on val at least as many are found as wanted; on test it is a pitfall, and marked.
  await panel.getByText('sensitivity at least').click();
  await expect(cell(page, 2)).toHaveText('0');
  await panel.getByLabel('Choose it on test (a pitfall)').check();
  await expect(panel.getByRole('status')).toContainText('Chosen on the test images');
  await panel.getByLabel('Choose it on test (a pitfall)').uncheck();
  await expect(panel.getByRole('status')).toBeHidden();

  // Calibration: each group of images is told apart, and opens.
  const calibration = region(page, 'Calibration');
  await expect(calibration).toContainText('The temperature that fits val best is');
  await expect(calibration.getByRole('button', { name: /^Score 0\.\d{3}: .* came true$/ })).not.toHaveCount(
    0,
  );

  // A press on a figure opens its images, and those only.
  const found = await numberIn(page, 3);
  const name = await cell(page, 3).getAttribute('aria-label');
  expect(name).toBe(`${found} images of opacity called opacity`);
  await cell(page, 3).click();
  const gallery = page.getByRole('region', { name: 'Gallery' });
  await expect(gallery.getByRole('status')).toHaveText(new RegExp(`^${found} image`));
  await expect(gallery.getByRole('heading', { name: 'opacity, called so' })).toBeFocused();
  await expect(gallery.getByLabel('Order', { exact: true })).toHaveValue('given');
  // Right and wrong follow the threshold: all of these are right.
  await gallery.getByLabel('Right or wrong').selectOption('right');
  await expect(gallery.getByRole('status')).toHaveText(new RegExp(`^${found} image`));
  await page.reload();
  await expect(gallery.getByRole('status')).toHaveText(new RegExp(`^${found} image`));
  const { violations } = await new AxeBuilder({ page }).include('section[aria-label="Gallery"]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await gallery.getByRole('button', { name: 'Back to Results' }).click();
  await region(page, 'Each class by itself').getByRole('button', { name: 'clear' }).click();
  await expect(gallery.getByRole('heading', { name: 'clear' })).toBeVisible();
  await gallery.getByRole('button', { name: 'All images' }).click();
  await expect(gallery.getByRole('status')).toHaveText('12 images');
});
