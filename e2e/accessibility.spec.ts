import { seriousFaults } from './support/axe.ts';
import { linkTo, openLab, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any tab, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    // The dark scheme is another set of colours on the same page.
    const search = colorScheme === 'dark' ? { rules: ['color-contrast', 'link-in-text-block'] } : {};
    const serious = () => seriousFaults(page, search);
    await openLab(page, linkTo({ ...TINY, augment: { flip: {}, noise: {} }, normalise: 'half' }));
    expect(await serious(), 'empty').toEqual([]);
    await trainToEnd(page);
    await page.getByRole('button', { name: /^More: loss, optimizer/ }).click();
    await page.getByRole('button', { name: /More augmentations/ }).click();
    for (const name of ['Train', 'Data', 'Results', 'Compare']) {
      await tab(page, name).click();
      await expect(tab(page, name)).toHaveAttribute('aria-current', 'page');
      await page.waitForTimeout(300);
      expect(await serious(), name).toEqual([]);
    }
    await page.getByRole('button', { name: /^Backend:/ }).click();
    await page.waitForTimeout(300);
    expect(await serious(), 'backend').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.waitForTimeout(300);
    expect(await serious(), 'help').toEqual([]);
  });
}
