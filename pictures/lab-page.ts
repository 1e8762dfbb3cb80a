import type { Page } from 'playwright';
import { FILE_INPUT_ID, type Outcome } from '../src/app/automation-types.ts';
import type { DatasetRequest } from '../src/lab/dataset.ts';

/** Waits until the worker has answered and the first set is there. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('html[data-lab="ready"]').waitFor({ state: 'attached', timeout: 60_000 });
}

/** @param name of a tab of the page */
export async function turnTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Tabs' }).getByRole('link', { name }).click();
}

/** Trains a recipe on the loaded set; resolves when it has begun, with the id of the run. */
export async function begin(page: Page, recipe: object): Promise<string> {
  return unwrapped(await page.evaluate((wanted) => window.lab!.train(wanted), recipe)).id;
}

/** Waits until so many epochs are done, or the run has ended. */
export async function untilEpoch(page: Page, id: string, epoch: number): Promise<void> {
  await page.waitForFunction(
    ([run, wanted]) => {
      const progress = window.lab!.progress(run);
      return progress !== null && (progress.epoch >= wanted || !/running|paused/.test(progress.status));
    },
    [id, epoch] as const,
    { timeout: 120_000 },
  );
}

/** Trains to the end, however that comes. */
export async function train(page: Page, recipe: object): Promise<void> {
  await untilEpoch(page, await begin(page, recipe), Number.POSITIVE_INFINITY);
}

export async function load(
  page: Page,
  request: Extract<DatasetRequest, { readonly kind: 'phantom' }>,
): Promise<void> {
  unwrapped(await page.evaluate((wanted) => window.lab!.load(wanted), request));
}

/** As if the file had been dropped; an error is told by the page. */
export async function dropFile(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page
    .locator(`#${FILE_INPUT_ID}`)
    .setInputFiles({ name, mimeType: 'application/zip', buffer: Buffer.from(bytes) });
  await page.evaluate(() => window.lab!.fileLoad());
}

function unwrapped<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`${outcome.error.message} ${outcome.error.remedy}`);
  return outcome.value;
}
