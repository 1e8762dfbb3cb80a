import { linkTo, ready, TINY, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

test('once opened, the page opens and trains without the network', async ({ page, context }) => {
  await page.goto(linkTo(TINY));
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  // Controlled from the next load on.
  await page.reload();
  await ready(page);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await trainToEnd(page);
});

test.describe('beside the run that starts by itself', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('the files are not fetched while it trains, and kept once it is over', async ({ page }) => {
    await page.goto('/');
    const pause = page.getByRole('button', { name: 'Pause' });
    await expect(pause).toBeVisible({ timeout: 45_000 });
    await pause.click();
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
    await page.waitForTimeout(1500);
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );
    await page.getByRole('region', { name: 'Transport' }).getByRole('button', { name: 'Stop' }).click();
    await page.evaluate(() => navigator.serviceWorker.ready);
  });
});
