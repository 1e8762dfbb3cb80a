import type { Page } from '@playwright/test';
import { linkTo, openLab, runRows, TINY, tab, trainButton, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

/** Long enough to be looked at while it trains. */
const LONG = { ...TINY, epochs: 200 };

const problem = (page: Page, place: string) =>
  page.getByRole('alert').filter({ hasText: `${place} could not be drawn` });

test('a broken tab says so in its place; the others, and what trains, go on', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.route(/\/assets\/results-page-[^/]*\.js$/, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: 'export function ResultsPage() { throw new Error("broken by a test"); }',
    }),
  );
  await openLab(page, linkTo(LONG));
  await trainButton(page).click();
  await expect(runRows(page)).toHaveCount(1);
  await tab(page, 'Results').click();
  const notice = problem(page, 'The tab Results');
  await expect(notice).toContainText('broken by a test');
  await expect(notice).toContainText('all runs are kept');
  await expect(notice).toContainText('so does a run that trains');
  await notice.getByRole('button', { name: 'Copy the details' }).click();
  const details = await page.evaluate(() => navigator.clipboard.readText());
  expect(details).toContain('broken by a test');
  expect(details).toContain('#/results');

  const epochs = async () => Number((await runRows(page).first().textContent())!.match(/(\d+)\/200/)?.[1]);
  const before = await epochs();
  await expect.poll(epochs).toBeGreaterThan(before);
  await expect(page.getByRole('region', { name: 'Recipe', exact: true })).toBeVisible();
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toContainText('broken by a test');
  await tab(page, 'Compare').click();
  await expect(notice).toBeHidden();
  await tab(page, 'Train').click();
  await page.getByRole('button', { name: /^Stop/ }).click();
  await expect(runRows(page).first()).toContainText('stopped');
});

test('a tab whose code cannot be fetched is fetched again when asked for, and the page is not reloaded', async ({
  page,
}) => {
  let cut = true;
  await page.route(/\/assets\/compare-page-[^/]*\.js$/, (route) => (cut ? route.abort() : route.continue()));
  await openLab(page, linkTo(LONG));
  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText(/[1-9]\d*\/200/);
  await tab(page, 'Compare').click();
  const notice = problem(page, 'The tab Compare');
  await expect(notice).toBeVisible();
  cut = false;
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toBeHidden();
  await expect(page).toHaveURL(/#\/compare/);
  // It trains on: the button that starts a run is not there.
  await expect(trainButton(page)).toHaveCount(0);
  await expect(runRows(page).first()).toContainText('/200');
  await tab(page, 'Train').click();
  await page.getByRole('button', { name: /^Stop/ }).click();
});

test('a broken recipe leaves the tabs and the runs, and comes back', async ({ page }) => {
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
      if ('broken' in window && this.closest('[aria-label="Recipe"]')) throw new Error('broken by a test');
      return getContext.apply(this, args as Parameters<typeof getContext>);
    } as typeof getContext;
  });
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await page.evaluate(() => Object.assign(window, { broken: true }));
  await page.getByRole('button', { name: 'Draw the samples again' }).click();
  const notice = problem(page, 'The recipe');
  await expect(notice).toContainText('broken by a test');
  await expect(runRows(page)).toHaveCount(1);
  await tab(page, 'Results').click();
  await expect(
    page.getByRole('button', { name: 'Export JSON' }).or(page.getByRole('table')).first(),
  ).toBeVisible();
  await page.evaluate(() => Reflect.deleteProperty(window, 'broken'));
  await notice.getByRole('button', { name: 'Try again' }).click();
  await trainToEnd(page);
  await expect(runRows(page)).toHaveCount(2);
});

test('what nobody caught, in the page or in its worker, is told, and nothing ends', async ({ page }) => {
  await openLab(page, linkTo(TINY));
  await page.evaluate(() => {
    setTimeout(() => void Promise.reject(new Error('a promise of the page')), 0);
    setTimeout(() => {
      throw new Error('an error of the page');
    }, 0);
  });
  const worker = page.workers().find((one) => one.url().includes('/host-'))!;
  await worker.evaluate(() => setTimeout(() => void Promise.reject(new Error('a promise of the worker')), 0));
  for (const what of ['a promise of the page', 'an error of the page', 'a promise of the worker']) {
    const notice = page.getByRole('alert').filter({ hasText: what }).first();
    await expect(notice).toContainText('Your runs are kept');
  }
  await trainToEnd(page);
});
