import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeIndex, writeStore } from '../../cli/zarr-store.ts';
import { loadNpz } from '../../src/datasets/npz/load-npz.ts';
import { tiffBytes, zipOf } from '../../src/datasets/testing/image-files.ts';
import { syntheticNpz } from '../../src/datasets/testing/synthetic-npz.ts';
import { linkTo, openLab, ready, runRows, TINY, trainButton, trainToEnd } from '../support/lab-page.ts';
import { expect, test } from '../support/test.ts';
import { prependToWorker } from '../support/worker-script.ts';

const SET = syntheticNpz({ counts: { train: 60, val: 20, test: 20 }, imageShape: [28, 28], classes: 2 });

/**
 * The worker's connections to what has this in its address break after some bytes of the body, so often. Its pauses
 * between two tries are short.
 */
function cutConnections(page: Page, address: string, times: number): Promise<void> {
  return prependToWorker(
    page,
    `{
      const { fetch, setTimeout } = self;
      let left = ${times};
      self.setTimeout = (callback, milliseconds, ...rest) =>
        setTimeout(callback, milliseconds >= 1000 ? milliseconds / 100 : milliseconds, ...rest);
      self.fetch = async (url, options) => {
        const response = await fetch(url, options);
        if (!String(url).includes(${JSON.stringify(address)}) || left-- <= 0) return response;
        const bytes = new Uint8Array(await response.arrayBuffer());
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(bytes.slice(0, bytes.length / 2));
            setTimeout(() => controller.error(new TypeError('network error')), 20);
          },
        });
        return new Response(body, { status: response.status, headers: response.headers });
      };
    }`,
  );
}

const ADDRESS = 'https://zenodo.org/api/records/10519652/files/breastmnist.npz/content';
const HEADERS = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };

test('the network cut in the middle of a download, again and again: it is told, and the set before stays', async ({
  page,
  context,
}) => {
  await context.route(ADDRESS, (route) => route.fulfill({ body: Buffer.from(SET), headers: HEADERS }));
  await cutConnections(page, 'zenodo.org', 100);
  await openLab(page, linkTo(TINY, 'data'));
  await page.getByRole('button', { name: 'Fetch BreastMNIST' }).click();
  const notice = page.locator('[data-error-code="download-failed"]');
  await expect(notice).toContainText(/broke off after \d+ bytes/);
  await expect(notice).toContainText('What was loaded before stays');
  await expect(page.getByRole('button', { name: /^Data: \w+ phantom/ })).toBeVisible();
  await trainToEnd(page);
});

test('a server that never answers: soon told with a press to stop it, and given up', async ({
  page,
  context,
}) => {
  await context.route(ADDRESS, () => new Promise<void>(() => undefined));
  await openLab(page, linkTo(TINY, 'data'));
  await page.getByRole('button', { name: 'Fetch BreastMNIST' }).click();
  const bar = page.getByRole('region', { name: 'Loading' });
  await expect(bar.getByRole('status')).toHaveText('Waiting for zenodo.org: nothing comes.');
  await expect(page.locator('[data-error-code="offline"]')).toContainText('zenodo.org has sent nothing');
  await page.getByRole('button', { name: 'Try again' }).click();
  await bar.getByRole('button', { name: 'Cancel' }).click();
  await expect(bar).toBeHidden();
  await expect(page.getByRole('button', { name: /^Data: \w+ phantom/ })).toBeVisible();
});

test('what reads a kind of picture and cannot be fetched is told as that, and fetched with the next try', async ({
  page,
}) => {
  let isAway = true;
  await page.route(/\/assets\/UTIF-[^/]*\.js$/, (route) =>
    isAway ? route.abort('internetdisconnected') : route.continue(),
  );
  await openLab(page, linkTo(TINY, 'data'));
  const [zip] = zipOf(
    Object.fromEntries(
      Array.from({ length: 40 }, (_, image) => [
        `${image % 2 ? 'sick' : 'normal'}/scan${image}.tif`,
        tiffBytes([new Uint8Array(100).fill(5 * image)], 10, 10),
      ]),
    ),
    'scans.zip',
  );
  const buffer = Buffer.from(await zip!.file.arrayBuffer());
  const give = () =>
    page
      .getByLabel('Choose a file')
      .setInputFiles({ name: 'scans.zip', mimeType: 'application/zip', buffer });
  await give();
  await expect(page.locator('[data-error-code="offline"]')).toContainText('could not be fetched');
  isAway = false;
  await give();
  await expect(page.getByRole('dialog')).toContainText('40 images: TIFF, 10 × 10 pixels.');
});

test.describe('a stream', () => {
  let folder: string;

  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-shards-'));
    const dataset = await loadNpz(new Blob([SET]), 'bars.npz', 'file bars.npz', {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    await writeStore(folder, 'bars.zarr', dataset, 'bars.npz', '0'.repeat(32));
    await writeIndex(folder);
  });

  test.afterAll(() => rm(folder, { recursive: true }));

  test.beforeEach(async ({ context }) => {
    await context.route('**/data/**', async (route) => {
      const path = new URL(route.request().url()).pathname.replace(/^.*\/data\//, '');
      const body = await readFile(join(folder, path)).catch(() => null);
      await route.fulfill(body ? { body } : { status: 404 });
    });
  });

  const stream = (page: Page) =>
    page.getByRole('region', { name: 'Shards' }).getByRole('button', { name: 'Stream' }).click();

  test('cut once goes on by itself', async ({ page }) => {
    await cutConnections(page, 'val_images/c/', 1);
    await openLab(page, linkTo(TINY, 'data'));
    await stream(page);
    await expect(page.getByRole('button', { name: /^Data: bars/ })).toBeVisible();
    await trainToEnd(page);
  });

  test('cut for good ends the run that needs it in words, and another set trains', async ({ page }) => {
    await cutConnections(page, 'val_images/c/', 100);
    await openLab(page, linkTo(TINY, 'data'));
    await stream(page);
    await expect(page.getByRole('button', { name: /^Data: bars/ })).toBeVisible();
    await trainButton(page).click();
    const notice = page.getByRole('alert').filter({ hasText: 'broke off' });
    await expect(notice.first()).toBeVisible();
    await expect(trainButton(page)).toBeEnabled();
    await page.getByRole('button', { name: 'Make this phantom' }).click();
    await expect(page.getByRole('button', { name: /^Data: \w+ phantom/ })).toBeVisible();
    await trainToEnd(page);
  });
});

test('a service worker that is refused: the page is the same, but for working offline', async ({ page }) => {
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () =>
      Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'));
  });
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(1);
});
