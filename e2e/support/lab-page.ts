import { expect, type Locator, type Page } from '@playwright/test';
import { parseRecipe, recipeToLink } from '../../src/lab/recipe/parse.ts';
import type { RunRecord } from '../../src/lab/run-record.ts';

/** A phantom and a model so small that an epoch takes a moment. */
export const TINY = {
  dataset: { kind: 'phantom', shape: 'pneumonia', images: 120 },
  width: 2,
  epochs: 2,
  batch: 16,
  loss: { name: 'cross-entropy' },
  optimizer: { name: 'adam' },
} as const;

export function linkTo(recipe: object, tab = 'train'): string {
  return `/#/${tab}?recipe=${recipeToLink(parseRecipe(recipe))}`;
}

/** Opens the page and waits until the worker has answered and the first set is there. */
export async function openLab(page: Page, address = '/'): Promise<void> {
  await page.goto(address);
  await ready(page);
}

export async function ready(page: Page): Promise<void> {
  await expect(page.locator('html[data-lab="ready"]')).toBeAttached({ timeout: 30_000 });
}

export function trainButton(page: Page): Locator {
  return page.getByRole('region', { name: 'Recipe', exact: true }).getByRole('button', { name: /^Train/ });
}

export function runRows(page: Page): Locator {
  return page.getByRole('region', { name: 'Runs' }).getByRole('listitem');
}

/** Presses Train and waits until the run has been scored on test. */
export async function trainToEnd(page: Page): Promise<void> {
  const before = await runRows(page).count();
  await trainButton(page).click();
  await expect(runRows(page)).toHaveCount(before + 1);
  await expect(trainButton(page)).toBeEnabled({ timeout: 45_000 });
  await expect(runRows(page).first()).toContainText('2/2');
}

/** Trains a recipe to its end, however that comes, without the form. */
export async function trainedRecord(page: Page, recipe: object): Promise<RunRecord> {
  const started = await page.evaluate((wanted) => window.lab!.train(wanted), recipe);
  if (!started.ok) throw new Error(started.error.message);
  const { id } = started.value;
  const status = () => page.evaluate((run) => window.lab!.progress(run)?.status, id);
  await expect.poll(status, { timeout: 90_000 }).not.toMatch(/running|paused/);
  return await recordOf(page, id);
}

/** The run at the head of the list. */
export async function latestRecord(page: Page): Promise<RunRecord> {
  return await recordOf(page, (await runRows(page).first().getAttribute('data-run'))!);
}

/** With its test scores. */
async function recordOf(page: Page, id: string): Promise<RunRecord> {
  await keepTestsOpen(page);
  const record = await page.evaluate((run) => window.lab!.record(run), id);
  if (!record.ok) throw new Error(record.error.message);
  return record.value;
}

/** The lines that a chart draws, by the chart's title. */
export function curves(page: Page, chart: RegExp): Locator {
  return page.getByRole('figure', { name: chart }).locator('path[data-curve]');
}

export function tab(page: Page, name: string): Locator {
  return page.getByRole('navigation', { name: 'Tabs' }).getByRole('link', { name });
}

/** Breaks the seal of a study's test part, without a bet. */
export async function openTestPart(page: Page): Promise<void> {
  const seal = page.getByRole('region', { name: 'Test part' });
  await expect(seal).toBeVisible();
  for (const bet of await seal.getByRole('combobox', { name: /^Your bet/ }).all()) {
    await bet.selectOption('I do not bet');
  }
  await seal.getByRole('button', { name: 'Open the test part' }).click();
}

/** Shows test scores as soon as they are there. */
export async function keepTestsOpen(page: Page): Promise<void> {
  await page.evaluate(() => window.lab!.keepTestsOpen());
}
