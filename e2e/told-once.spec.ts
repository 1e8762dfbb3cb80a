import type { Page } from '@playwright/test';
import { linkTo, openLab, runRows, TINY, tab, trainButton } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const DIVERGES = { ...TINY, width: 8, epochs: 40, optimizer: { name: 'sgd', learningRate: 10 } };

const notices = (page: Page) => page.locator('.mantine-Notifications-root [role="alert"]');

/** That no notice lies over Train, at any of its corners. */
async function expectTrainFree(page: Page): Promise<void> {
  const notice = (await notices(page).first().boundingBox())!;
  const train = (await page.getByRole('region', { name: 'Transport' }).boundingBox())!;
  const apart =
    notice.y + notice.height <= train.y ||
    train.y + train.height <= notice.y ||
    notice.x + notice.width <= train.x ||
    train.x + train.width <= notice.x;
  expect(apart, JSON.stringify({ notice, train })).toBe(true);
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 720, height: 450 },
  { width: 390, height: 844 },
]) {
  test(`a run that diverges is told once, and no notice lies over Train, at ${viewport.width} px`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await openLab(page, linkTo(DIVERGES));
    await trainButton(page).click();
    const inPlace = page.getByRole('main').locator('[data-error-code="diverged"]');
    await expect(inPlace).toBeInViewport();
    await page.waitForTimeout(800);
    await expect(notices(page)).toHaveCount(0);
    await expect(runRows(page)).toHaveCount(1);

    // On another tab a notice tells it, and goes where the page says it itself.
    await tab(page, 'Compare').click();
    await page.keyboard.press('Control+Enter');
    await expect(notices(page)).toHaveCount(1);
    await page.waitForTimeout(400);
    await expectTrainFree(page);
    await tab(page, 'Train').click();
    await expect(inPlace).toHaveCount(1);
    await expect(notices(page)).toHaveCount(0);
  });
}
