import type { Page } from '@playwright/test';
import { seriousFaults } from './support/axe.ts';
import { curves, linkTo, openLab, ready, runRows, TINY, tab, trainButton } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

/** As most people have it: elsewhere the tests ask for less motion, and no run starts by itself. */
test.use({ contextOptions: { reducedMotion: 'no-preference' } });

const task = (page: Page) => page.getByRole('region', { name: 'Task' });
const beatIt = (page: Page) => task(page).getByRole('heading', { name: 'Beat it' });
const recipe = (page: Page) => page.getByRole('region', { name: 'Recipe', exact: true });

/** Adds up, from now on, how far what is shown moves by itself (https://web.dev/articles/cls). */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: unknown[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      })[]) {
        if (!entry.hadRecentInput)
          shifts.push({ by: entry.value, what: entry.sources.map(({ node }) => node?.textContent) });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Half of what counts as good: 0.1. */
async function expectHardlyAnyShift(page: Page): Promise<void> {
  const shifts = await page.evaluate(() => (window as unknown as { shifts: { by: number }[] }).shifts);
  const sum = shifts.reduce((all, { by }) => all + by, 0);
  expect(sum, JSON.stringify(shifts.filter(({ by }) => by > 0.002))).toBeLessThan(0.05);
}

test('a first visit says what is to be found, trains by itself, and has it beaten by one press; then every change trains', async ({
  page,
}) => {
  await watchShifts(page);
  await openLab(page);
  await expect(
    task(page).getByRole('heading', { name: 'Find the soft bright patch in a lung.' }),
  ).toBeVisible();
  for (const name of ['clear', 'opacity']) {
    const box = await task(page)
      .getByRole('img', { name: `Example: ${name}` })
      .boundingBox();
    expect(box!.width).toBeGreaterThan(120);
  }
  await expect(task(page)).toContainText(/A first run has started by itself: [^.]*\. Watch the images/);
  await expect(beatIt(page)).toBeVisible();
  // One set of offers is enough.
  await expect(recipe(page).getByRole('note', { name: 'House recipe' })).toHaveCount(0);
  await expect(task(page)).toContainText(/At its best it scored opacity above clear in \d+ of 100 pairs/, {
    timeout: 90_000,
  });
  await expect(runRows(page)).toHaveCount(1);
  await expect(runRows(page).first()).toContainText('the lab’s first run');
  await expectHardlyAnyShift(page);
  expect(await seriousFaults(page)).toEqual([]);
  const first = (await runRows(page).first().getAttribute('data-run'))!;

  // What is trained stands in the form, so the change is one change.
  await expect(recipe(page).getByLabel('Width')).toHaveValue('8');
  await task(page)
    .getByRole('button', { name: /^Balance the classes/ })
    .click();
  await expect(recipe(page)).toContainText('plain · dual');
  await expect(
    task(page).getByRole('button', { name: /^Balance the classes.*(beats|not above|the same)/ }),
  ).toBeVisible({ timeout: 90_000 });
  await expect(task(page)).toContainText('a difference may be luck');
  // The ghost is one line, without one of training.
  await expect(curves(page, /Validation AUC/)).toHaveCount(3);
  await expect(curves(page, /Validation AUC/).and(page.locator(`[data-curve="${first}"]`))).toHaveCount(1);
  await expect(curves(page, /Validation AUC/).and(page.locator(`[data-curve="${first} train"]`))).toHaveCount(
    0,
  );

  // Every change trains, as long as runs are short; one that a change cuts off is not kept.
  await recipe(page).getByLabel('Width').fill('2');
  await recipe(page).getByLabel('Epochs', { exact: true }).fill('2');
  await trainButton(page).click();
  await expect(runRows(page)).toHaveCount(3);
  await expect(runRows(page).first()).toContainText('2/2', { timeout: 45_000 });
  await expect(trainButton(page)).toBeEnabled();
  await recipe(page).getByLabel('Train as I change').check();
  await recipe(page).getByLabel('Epochs', { exact: true }).fill('4');
  await expect(runRows(page)).toHaveCount(4);
  await recipe(page).getByLabel('Epochs', { exact: true }).fill('3');
  await expect(runRows(page).first()).toContainText('3/3', { timeout: 45_000 });
  expect(await runRows(page).filter({ hasText: 'stopped' }).count()).toBe(0);

  await task(page).getByRole('button', { name: 'Close the first minute' }).click();
  await expect(task(page).getByRole('img')).toHaveCount(0);
  await task(page).getByRole('button', { name: 'What the classes mean' }).click();
  await expect(task(page)).toContainText('a soft bright patch lies inside one lung');
  await page.reload();
  await ready(page);
  await expect(task(page).getByRole('heading', { level: 2 })).toBeVisible();
  await expect(task(page).getByRole('img')).toHaveCount(0);
});

test('on a phone nothing moves by itself either; one press stops the run that did start; deleted, it does not come back', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await watchShifts(page);
  // As over a slow line: the page stands before the set is there.
  await page.route(/\/host-[^/]*\.js$/, async (route) => {
    await expect(task(page)).toHaveAttribute('aria-busy');
    await route.continue();
  });
  await openLab(page);
  await expect(task(page).getByRole('button', { name: 'Stop it' })).toBeVisible();
  await expectHardlyAnyShift(page);
  await task(page).getByRole('button', { name: 'Stop it' }).click();
  await expect(runRows(page).first()).toContainText('stopped');
  await runRows(page).first().getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(runRows(page)).toHaveCount(0);
  await page.reload();
  await ready(page);
  await page.waitForTimeout(1000);
  await expect(runRows(page)).toHaveCount(0);
  await expect(trainButton(page)).toBeEnabled();
});

test('nothing starts by itself for a link, for a saver of data, for less motion, or under a script', async ({
  page,
  context,
}) => {
  const nothingStarts = async () => {
    await page.waitForTimeout(800);
    await expect(runRows(page)).toHaveCount(0);
    await expect(trainButton(page)).toBeEnabled();
  };
  await openLab(page, linkTo(TINY));
  await nothingStarts();
  await page.evaluate(() => localStorage.clear());

  const saving = await context.newPage();
  await saving.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
  );
  await openLab(saving);
  await expect(task(saving)).toContainText('Press Train: the first run takes seconds.');
  await saving.waitForTimeout(800);
  await expect(runRows(saving)).toHaveCount(0);
  await saving.close();
  await page.evaluate(() => localStorage.clear());

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('about:blank');
  await openLab(page);
  await nothingStarts();
  // The first run that the person starts is then the one to beat.
  await recipe(page).getByLabel('Width').fill('2');
  await recipe(page).getByLabel('Epochs', { exact: true }).fill('2');
  await trainButton(page).click();
  await expect(task(page)).toContainText('The first run trains');
  await expect(tab(page, 'Train')).toBeVisible();
});

test('a script that drives the page is not kept waiting by the run that started by itself', async ({
  page,
}) => {
  await openLab(page);
  const started = await page.evaluate((wanted) => window.lab!.train(wanted), TINY);
  expect(started.ok).toBe(true);
});
