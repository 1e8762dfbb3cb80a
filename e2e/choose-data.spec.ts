import type { Page } from '@playwright/test';
import { faults } from './support/axe.ts';
import { linkTo, openLab, TINY } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const chip = (page: Page) => page.getByRole('button', { name: /^Data: / });

test('the chip in the header is a menu of sets with their tasks; a fetch that fails is told where it is seen, once', async ({
  page,
  context,
}) => {
  await context.route('https://zenodo.org/**', (route) =>
    route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } }),
  );
  await openLab(page, linkTo(TINY));
  await chip(page).click();
  const item = page.getByRole('menuitemradio', { name: /^Vessel phantom/ });
  await expect(item).toContainText('Find the bulge in the wall of a vessel.');
  await expect(page.getByRole('menuitemradio', { name: /^RetinaMNIST/ })).toContainText(
    /Grade how far diabetes/,
  );
  // Its items are walked through with the arrow keys, which scroll it.
  expect(await faults(page, { within: '[role="menu"]', withoutRule: 'scrollable-region-focusable' })).toEqual(
    [],
  );
  await item.click();
  await expect(chip(page)).toHaveAccessibleName(/^Data: Vessel phantom/);
  await chip(page).click();
  await expect(page.getByRole('menuitemradio', { checked: true })).toHaveText(/^Vessel phantom/);
  await page.keyboard.press('Escape');

  // From the foot of a long page.
  await page.goto('/#/data');
  const button = page.getByRole('button', { name: 'Fetch SynapseMNIST3D' });
  await button.scrollIntoViewIfNeeded();
  await button.click();
  const notice = page.locator('[data-error-code="offline"], [data-error-code="download-failed"]');
  await expect(notice).toBeInViewport({ timeout: 60_000 });
  await expect(notice).toContainText('SynapseMNIST3D was not loaded');
  // It lies over no tool of the recipe, and leaves a phone to the page.
  await page.setViewportSize({ width: 390, height: 844 });
  expect((await notice.boundingBox())!.height).toBeLessThan(130);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Presets' }).click({ trial: true });
  await page.getByRole('button', { name: 'Dismiss' }).click();

  // A phantom that is made shows itself, and the classes that were chosen on the set before are not chosen on it.
  const classes = page.getByRole('group', { name: /^Classes shown/ });
  await classes.getByRole('button').last().click();
  await expect(classes.getByRole('button', { pressed: true })).toHaveCount(1);
  const form = page.getByRole('region', { name: 'Phantoms' });
  await expect(form).toContainText('nodule and vessel are volumes');
  await form.getByText('nodule', { exact: true }).click();
  await form.getByLabel('Images').fill('120');
  await form.getByRole('button', { name: 'Make this phantom' }).click();
  await expect(page.getByRole('heading', { name: 'Nodule phantom' })).toBeInViewport();
  await expect(page.getByRole('heading', { name: 'Nodule phantom' })).toBeFocused();
  await expect(classes.getByRole('button')).toHaveCount(2);
  await expect(classes.getByRole('button', { pressed: true })).toHaveCount(0);

  // A bad file, too, is told once.
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'bad.npz', mimeType: '', buffer: Buffer.from('no zip at all, only text') });
  await expect(page.locator('[data-error-code="not-a-zip"]')).toBeInViewport();
  await expect(page.locator('.mantine-Notification-root')).toHaveCount(0);
});
