import { seriousFaults } from './support/axe.ts';
import { linkTo, openLab, ready, runRows, TINY, tab, trainButton, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test('everything is done by keyboard: train, pause, step, go on, stop, tabs, palette, help', async ({
  page,
}) => {
  await openLab(page, linkTo({ ...TINY, epochs: 400 }));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(runRows(page).first()).toContainText('running');
  await page.keyboard.press('Space');
  await expect(runRows(page).first()).toContainText('paused');
  await page.keyboard.press('.');
  await expect(runRows(page).first()).toContainText('paused');
  await page.keyboard.press('Space');
  await expect(runRows(page).first()).toContainText('running');
  await page.keyboard.press('Control+.');
  await expect(runRows(page).first()).toContainText('stopped');

  await page.keyboard.press('2');
  await expect(tab(page, 'Data')).toHaveAttribute('aria-current', 'page');

  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Find a command or a word…').fill('compare');
  await page.keyboard.press('Enter');
  await expect(tab(page, 'Compare')).toHaveAttribute('aria-current', 'page');

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Step one batch');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  // A word is found as a command is; a screen reader is told how many there are, and which one is chosen.
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Find a command or a word' });
  const found = page.getByRole('dialog').getByRole('option');
  const chosen = async () => page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`);
  await expect(found.first()).toHaveAttribute('aria-selected', 'false');
  await field.fill('show');
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText(/^\d commands(, \d words?)?$/);
  await page.keyboard.press('ArrowDown');
  await expect(await chosen()).toHaveRole('option');
  await expect(await chosen()).toHaveAttribute('aria-selected', 'true');
  await expect(await chosen()).toHaveText(/^Show Data /);
  expect(await seriousFaults(page, { within: '[role="dialog"]' })).toEqual([]);
  await field.fill('no such thing');
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('No such command, and no such word');
  await page.getByPlaceholder('Find a command or a word…').fill('grad-cam');
  await page.keyboard.press('Enter');
  const word = page.getByRole('dialog').getByRole('definition').filter({ hasText: 'raised the score' });
  await expect(word).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 720, height: 450 },
]) {
  test(`the tabs and Train are some presses from the page's start, in the order of sight, at ${viewport.width} px`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await openLab(page, linkTo(TINY));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Skip to Train' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(trainButton(page)).toBeFocused();

    await page.reload();
    await ready(page);
    let presses = 0;
    const data = tab(page, 'Data');
    while (!(await data.evaluate((link) => link === document.activeElement))) {
      await page.keyboard.press('Tab');
      presses += 1;
      expect(presses, 'presses to Data').toBeLessThanOrEqual(10);
    }
    // What stands above comes first: header, tabs, recipe, page.
    const parts = [page.getByRole('banner'), data, page.getByRole('region', { name: 'Recipe', exact: true })];
    const tops = await Promise.all(parts.map(async (part) => (await part.boundingBox())!.y));
    expect(tops).toEqual(tops.toSorted((one, other) => one - other));

    const tiles = page.getByRole('toolbar', { name: 'Augmentations' });
    const fold = page.getByRole('button', { name: /^Recipe/ });
    if (await fold.isVisible()) await fold.click();
    await tiles.getByRole('checkbox', { name: 'Flip' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await expect(tiles.getByRole('checkbox', { name: 'Rotation' })).toBeChecked();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: /^More augmentations/ })).toBeFocused();
  });
}

test('typing in a field is no shortcut, a slider swallows none, and single keys can be switched off', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  await page.getByLabel('Width').focus();
  await page.keyboard.press('2');
  await expect(tab(page, 'Train')).toHaveAttribute('aria-current', 'page');
  await trainToEnd(page);
  await page.getByRole('slider', { name: 'Epoch on the table' }).focus();
  await page.keyboard.press('2');
  await expect(tab(page, 'Data')).toHaveAttribute('aria-current', 'page');

  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  await help.getByRole('switch', { name: 'Single-key shortcuts' }).press('Space');
  await expect(help).not.toContainText('Show Compare');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  for (const visit of ['this visit', 'the next']) {
    await page.keyboard.press('3');
    await page.keyboard.press('?');
    await page.waitForTimeout(300);
    await expect(tab(page, 'Data'), visit).toHaveAttribute('aria-current', 'page');
    await expect(help).toBeHidden();
    await page.reload();
    await ready(page);
  }
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Find a command or a word…').fill('help');
  await page.keyboard.press('Enter');
  await help.getByRole('switch', { name: 'Single-key shortcuts' }).press('Space');
  await page.keyboard.press('Escape');
  await page.keyboard.press('3');
  await expect(tab(page, 'Results')).toHaveAttribute('aria-current', 'page');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('in the first minute the question and the images that move are on one screen', async ({ page }) => {
    await openLab(page);
    const bar = (await trainButton(page).boundingBox())!;
    await expect(page.getByRole('heading', { name: /^Find the / })).toBeInViewport();
    const images = page.getByRole('region', { name: 'Light table' }).locator('canvas[role=slider]');
    const { y, height } = (await images.boundingBox())!;
    expect(y + height).toBeLessThanOrEqual(bar.y);
    await expect(page.getByRole('button', { name: 'Balance the classes' })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(6 * 844);
  });

  test('one column holds it all, nothing sticks out, and Train is at hand', async ({ page }) => {
    await openLab(page, linkTo(TINY));
    await expect(trainButton(page)).toBeInViewport();
    await trainButton(page).tap();
    await expect(runRows(page).first()).toBeAttached();
    await expect(trainButton(page)).toBeEnabled({ timeout: 45_000 });
    for (const name of ['Train', 'Data', 'Results', 'Compare']) {
      await tab(page, name).tap();
      await expect(tab(page, name)).toHaveAttribute('aria-current', 'page');
      await page.waitForTimeout(200);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390);
      await expect(trainButton(page)).toBeInViewport();
    }
    // What can be done with an image of volumes stands above their list, too.
    await page.evaluate(() =>
      window.lab!.load({
        kind: 'phantom',
        settings: { shape: 'nodule', images: 60, positiveFraction: 0.3, labelNoise: 0, seed: 7 },
      }),
    );
    await tab(page, 'Data').tap();
    const gallery = page.getByRole('region', { name: 'Gallery' });
    await expect(gallery.getByRole('status')).toHaveText('42 images');
    const list = (await gallery.getByRole('listbox', { name: 'Images' }).boundingBox())!;
    const edits = (await gallery.getByRole('group', { name: 'Edit', exact: true }).boundingBox())!;
    expect(edits.y + edits.height).toBeLessThanOrEqual(list.y);
    await page.getByRole('button', { name: /^Recipe/ }).tap();
    await expect(page.getByRole('checkbox', { name: 'Flip', exact: true })).toBeVisible();
  });
});

test('a menu that is longer than the screen is walked to its end by the arrow keys', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await openLab(page, linkTo(TINY));
  await page.getByRole('button', { name: /^Data:/ }).focus();
  await page.keyboard.press('Enter');
  const items = page.getByRole('menu').locator('[role^="menuitem"]');
  await expect(items.first()).toBeFocused();
  for (let item = 1; item < (await items.count()); item++) {
    await page.keyboard.press('ArrowDown');
    await expect(items.nth(item)).toBeFocused();
    await expect(items.nth(item)).toBeInViewport();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Data:/ })).toBeFocused();
});

test('the choice of a backend keeps the focus', async ({ page }) => {
  await openLab(page, linkTo(TINY));
  await page.getByRole('button', { name: /SIMD/ }).click();
  const backends = page.getByRole('radiogroup', { name: 'Compute with' });
  await expect(backends.getByRole('radio', { name: 'Automatic' })).toBeFocused();
  await backends.getByRole('radio', { name: 'SIMD', exact: true }).focus();
  await page.keyboard.press('Space');
  await expect(backends.getByRole('radio', { name: 'SIMD', exact: true })).toBeChecked();
  await expect(backends.getByRole('radio', { name: 'SIMD', exact: true })).toBeFocused();
});
