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
