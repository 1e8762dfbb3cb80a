import { curves, openLab, runRows, trainButton, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test('on the first visit the phantom is ready, and two clicks draw curves and a score', async ({ page }) => {
  await openLab(page);
  await expect(page.getByRole('button', { name: /^Data: .*synthetic/ })).toBeVisible();
  await expect(trainButton(page)).toBeEnabled();
  await expect(page.getByText('The first run with this model measures the speed.')).toBeVisible();
  await expect(page.getByRole('img', { name: /^A training image/ })).toBeVisible();

  await page.getByLabel('Width').fill('2');
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('2');
  await trainToEnd(page);

  await expect(curves(page, /Validation AUC/)).toHaveCount(2);
  await expect(curves(page, /Training loss/)).toHaveCount(2);
  await expect(runRows(page).first()).toContainText(/[01]\.\d{3}/);
  await expect(page.getByText(/About .* on this device/)).toBeVisible();
});

test('a run in the address opens with its recipe, and a damaged one is told', async ({ page }) => {
  await openLab(page, '/#/train?recipe=broken');
  await expect(page.getByText('The recipe in this link is damaged.')).toBeVisible();
  await expect(trainButton(page)).toBeEnabled();
});
