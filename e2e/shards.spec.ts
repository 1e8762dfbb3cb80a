import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { writeIndex, writeStore } from '../cli/zarr-store.ts';
import { loadNpz } from '../src/datasets/npz/load-npz.ts';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { linkTo, openLab, TINY, trainButton, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-shards-'));
  const npz = syntheticNpz({ counts: { train: 60, val: 20, test: 20 }, imageShape: [28, 28], classes: 2 });
  const dataset = await loadNpz(new Blob([npz]), 'bars.npz', 'file bars.npz', {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await writeStore(folder, 'bars.zarr', dataset, 'bars.npz', '0'.repeat(32));
  await writeIndex(folder);
});

test.afterAll(() => rm(folder, { recursive: true }));

/** The server's data folder, without having to put files into the built app. */
async function serve(context: BrowserContext): Promise<void> {
  await context.route('**/data/**', async (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^.*\/data\//, '');
    const body = await readFile(join(folder, path)).catch(() => null);
    await route.fulfill(body ? { body } : { status: 404 });
  });
}

async function stream(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Shards' }).getByRole('button', { name: 'Stream' }).click();
}

test('shards on the server are found, streamed and trained on', async ({ page, context }) => {
  await serve(context);
  await openLab(page, linkTo(TINY, 'data'));
  await stream(page);
  await expect(page.getByRole('button', { name: /^Data: bars/ })).toBeVisible();
  await trainToEnd(page);
});

test('a corrupt and a missing shard are each told', async ({ page, context }) => {
  await serve(context);
  const shard = join(folder, 'bars.zarr/test_labels/c/0/0');
  const good = await readFile(shard);
  await openLab(page, linkTo(TINY, 'data'));

  await writeFile(shard, good.subarray(0, good.length - 9));
  await stream(page);
  await expect(page.locator('[data-error-code="corrupt-shard"]')).toBeVisible();

  await rm(shard);
  await stream(page);
  await expect(page.locator('[data-error-code="missing-shard"]')).toBeVisible();
  await writeFile(shard, good);
  await expect(page.getByRole('button', { name: /^Data: \w+ phantom/ })).toBeVisible();
  await expect(trainButton(page)).toBeEnabled();
});
