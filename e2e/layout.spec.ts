import { openLab, tab } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test('no page is longer than what it shows, with everything unfolded', async ({ page }) => {
  await openLab(page);
  await expect(page.locator('button[aria-expanded="false"]:not([aria-haspopup])')).not.toHaveCount(0);
  for (const name of ['Train', 'Data', 'Results', 'Compare', 'Study']) {
    await tab(page, name).click();
    const folds = page.locator('button[aria-expanded="false"]:not([aria-haspopup])');
    for (const fold of await folds.all()) if (await fold.isVisible()) await fold.click();
    const beyond = await page.evaluate(
      () =>
        document.documentElement.scrollHeight -
        Math.ceil(document.body.getBoundingClientRect().bottom + scrollY),
    );
    expect(beyond, name).toBeLessThanOrEqual(0);
  }
});

test('what is pressed right after a field is pressed, though the words below the field fold', async ({
  page,
}) => {
  await openLab(page, '/#/data');
  await page.getByLabel('Data seed').fill('11');
  await page.getByRole('button', { name: 'Make this phantom' }).click();
  await expect(page.getByText('drawn from seed 11')).toBeVisible();
});

test.describe('at 200 % zoom', () => {
  test.use({ viewport: { width: 720, height: 450 } });

  test('every backend can be reached in its menu', async ({ page }) => {
    await openLab(page);
    await page.getByRole('button', { name: /^Backend/ }).click();
    const last = page.getByRole('dialog').getByRole('radio').last();
    await last.scrollIntoViewIfNeeded();
    await expect(last).toBeInViewport();
    await expect(page.getByRole('dialog').getByRole('link').last()).toBeVisible();
    const { bottom } = (await page
      .getByRole('dialog')
      .evaluate((dialog) => dialog.getBoundingClientRect().toJSON())) as DOMRect;
    expect(bottom).toBeLessThanOrEqual(450);
  });
});
