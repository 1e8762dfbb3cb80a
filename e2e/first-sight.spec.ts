import type { Page } from '@playwright/test';
import { openLab, ready, tab } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const question = (page: Page) => page.getByRole('heading', { level: 2, name: /^Find the / });
const firstSight = (page: Page) => page.locator('[data-first-sight]');

/** Opens the page with its scripts held back; the returned function lets them through. */
async function openWithoutScripts(page: Page, address: string): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/assets\/(index|wake)-[^/]*\.js$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  await expect(page.locator('html[data-mantine-color-scheme]')).toBeAttached();
  return release;
}

/** Where its words stand. */
const boxes = async (page: Page) =>
  await Promise.all([question(page), tab(page, 'Study')].map((words) => words.boundingBox()));

for (const width of [1440, 390]) {
  test(`what a first visit sees stands there before the scripts, and stays where it is (${width} px)`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
          shifts.push(entry.value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const release = await openWithoutScripts(page, '/');
    await expect(page.getByText('Find the soft bright patch in a lung.')).toBeVisible();
    // Nothing of it can be reached before it works.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    const before = await boxes(page);
    release();
    await ready(page);
    await expect(firstSight(page)).toHaveCount(0);
    await expect(question(page)).toHaveCount(1);
    expect(await boxes(page)).toEqual(before);
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.05);
  });
}

test('it has the colours of the system before the scripts are there, or those that were chosen', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const release = await openWithoutScripts(page, '/');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect(firstSight(page)).toBeVisible();
  const dark = await ground();
  release();
  await ready(page);
  expect(await ground()).toBe(dark);
  await page.unrouteAll();
  await page.evaluate(() => localStorage.setItem('mantine-color-scheme-value', 'light'));
  const releaseAgain = await openWithoutScripts(page, '/');
  expect(await ground()).not.toBe(dark);
  releaseAgain();
  await ready(page);
});

test('who comes for something else, or again, does not see it', async ({ page }) => {
  const release = await openWithoutScripts(page, '/#/data');
  await expect(firstSight(page)).toBeHidden();
  release();
  await ready(page);
  await page.unrouteAll();
  await openLab(page);
  await page.evaluate(() =>
    localStorage.setItem('lab-first-minute', '{"runId":"a","byItself":true,"closed":false}'),
  );
  const releaseAgain = await openWithoutScripts(page, '/');
  await expect(firstSight(page)).toBeHidden();
  releaseAgain();
  await ready(page);
});
