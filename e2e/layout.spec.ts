import { linkTo, openLab, runRows, TINY, tab, trainButton } from './support/lab-page.ts';
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

  test('of an image that is gone to by key the large picture is in sight', async ({ page }) => {
    await openLab(page, linkTo(TINY, 'data'));
    const gallery = page.getByRole('region', { name: 'Gallery' });
    await gallery.getByRole('listbox', { name: /images/i }).focus();
    for (let row = 0; row < 3; row++) await page.keyboard.press('ArrowDown');
    const panel = gallery.getByRole('complementary', { name: 'Chosen image' });
    await expect(panel.getByRole('img').first()).toBeInViewport({ ratio: 0.5 });
  });

  test('a run is seen from its start, the table whole while it is walked, menus keep to the window, and images lead back', async ({
    page,
  }) => {
    await openLab(page, linkTo(TINY));
    const recipe = page.getByRole('button', { name: /^Recipe/ });
    await recipe.click();
    // Where one is already, below the open recipe.
    await tab(page, 'Train').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main').getByRole('heading').first()).toBeInViewport();
    await page.getByRole('spinbutton', { name: 'Width' }).focus();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('main'), 'with what is seen').toBeFocused();
    const table = page.getByRole('region', { name: 'Light table' });
    const images = table.locator('canvas[role=slider]');
    await expect(images).toBeInViewport({ ratio: 1 });
    await expect(runRows(page).first()).toContainText('2/2', { timeout: 45_000 });
    await expect(trainButton(page)).toBeEnabled({ timeout: 45_000 });

    await images.press('End');
    await expect(images).toHaveAttribute('aria-valuetext', /, image \d+, score [01]\.\d\d$/);
    await expect(images).toBeInViewport({ ratio: 1 });
    for (const said of [/^\d+ cleared · \d+ missed$/, /, score [01]\.\d\d$/, /false alarms · \d+ found$/]) {
      const words = table.getByText(said);
      await expect(words).toBeInViewport({ ratio: 1 });
      const { y, height } = (await words.boundingBox())!;
      expect(y + height).toBeLessThanOrEqual((await trainButton(page).boundingBox())!.y);
    }

    const more = runRows(page)
      .first()
      .getByRole('button', { name: /^More about/ });
    await more.focus();
    await page.keyboard.press('Enter');
    const menu = (await page.getByRole('menu').boundingBox())!;
    expect(menu.y).toBeGreaterThanOrEqual(0);
    expect(menu.y + menu.height).toBeLessThanOrEqual(450);
    await page.keyboard.press('Escape');
    await expect(more).toBeFocused();
    await expect(more).toBeInViewport({ ratio: 1 });

    // The recipe that is open stands above every tab, and folds for what a figure opens.
    await tab(page, 'Results').click();
    await expect(recipe).toHaveAttribute('aria-expanded', 'false');
    await recipe.click();
    const cell = page.locator('[data-cell]:not(:empty)').first();
    await cell.focus();
    await page.keyboard.press('Enter');
    const heading = page.getByRole('region', { name: 'Gallery' }).getByRole('heading').first();
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
    await page.keyboard.press('Escape');
    await expect(cell).toBeFocused();
    await expect(cell).toBeInViewport();

    // No run's page: neither header nor Train take their lines from it.
    await tab(page, 'Study').click();
    await page.getByRole('button', { name: 'Import a bundle' }).scrollIntoViewIfNeeded();
    await expect(trainButton(page)).not.toBeInViewport();
    await page.getByRole('button', { name: 'Skip to the page' }).focus();
    await page.keyboard.press('Enter');
    const main = page.getByRole('main');
    await expect(main).toBeFocused();
    expect(await main.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
  });
});
