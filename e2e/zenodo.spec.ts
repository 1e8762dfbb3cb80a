import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { findCatalogueEntry } from '../src/lab/catalogue/catalogue.ts';
import { linkTo, openLab, TINY, trainButton, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const ADDRESS = 'https://zenodo.org/api/records/10519652/files/breastmnist.npz/content';
const NPZ = Buffer.from(
  syntheticNpz({ counts: { train: 60, val: 20, test: 20 }, imageShape: [28, 28], classes: 2 }),
);
const HEADERS = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
const fetchButton = (page: Page) => page.getByRole('button', { name: 'Fetch BreastMNIST' });

test('a set is fetched with one click, checked, trained on, kept, loaded without the network, and deleted', async ({
  page,
  context,
}) => {
  // The official file cannot be part of the tests: the built worker is served with the MD5 of the synthetic one.
  const official = findCatalogueEntry('breastmnist')!.md5[28]!;
  const ours = createHash('md5').update(NPZ).digest('hex');
  await context.route('**/assets/host-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll(official, ours) });
  });
  let downloads = 0;
  await context.route(ADDRESS, async (route) => {
    downloads += 1;
    await route.fulfill({ body: NPZ, headers: HEADERS });
  });
  await openLab(page, linkTo(TINY, 'data'));
  await fetchButton(page).click();
  await expect(page.getByRole('button', { name: /^Data: BreastMNIST · CC BY 4.0/ })).toBeVisible();
  expect(downloads).toBe(1);
  await trainToEnd(page);

  const stored = page.getByRole('region', { name: 'Stored files' });
  await expect(stored).toContainText('breastmnist.npz');
  await page.getByRole('button', { name: 'Make this phantom' }).click();
  await expect(page.getByRole('button', { name: /^Data: \w+ phantom/ })).toBeVisible();
  await stored.getByRole('button', { name: 'Load' }).click();
  await expect(page.getByRole('button', { name: /^Data: BreastMNIST/ })).toBeVisible();
  expect(downloads).toBe(1);
  await stored.getByRole('button', { name: /^Delete/ }).click();
  await expect(stored).toBeHidden();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(stored).toContainText('breastmnist.npz');
});

test('a wrong MD5, a server error and a missing network are each told, and the set before stays', async ({
  page,
  context,
}) => {
  const expectError = async (code: string) => {
    const notice = page.locator(`[data-error-code="${code}"]`);
    await expect(notice).toBeVisible({ timeout: 40_000 });
    await expect(page.getByRole('button', { name: /^Data: \w+ phantom/ })).toBeVisible();
    await notice.getByRole('button', { name: 'Dismiss' }).click();
  };
  await openLab(page, linkTo(TINY, 'data'));

  await context.route(ADDRESS, (route) => route.fulfill({ body: NPZ, headers: HEADERS }));
  await fetchButton(page).click();
  await expectError('checksum-mismatch');
  await context.unroute(ADDRESS);

  await context.route(ADDRESS, (route) => route.fulfill({ status: 404, headers: HEADERS }));
  await fetchButton(page).click();
  await expectError('download-failed');
  await context.unroute(ADDRESS);

  await context.setOffline(true);
  await fetchButton(page).click();
  await expectError('offline');
  await context.setOffline(false);
  await expect(trainButton(page)).toBeEnabled();
});

test('a download is cancelled, and a recipe in a link offers to fetch its data', async ({
  page,
  context,
}) => {
  await context.route(ADDRESS, () => undefined);
  await openLab(page, linkTo({ ...TINY, dataset: { kind: 'catalogue', id: 'breastmnist', size: 28 } }));
  await expect(page.getByText('This recipe is about BreastMNIST, which is not loaded.')).toBeVisible();
  await expect(trainButton(page)).toBeDisabled();
  await page.getByRole('button', { name: 'Fetch from Zenodo' }).click();
  const loading = page.getByRole('region', { name: 'Loading' });
  await expect(loading).toContainText('BreastMNIST');
  await loading.getByRole('button', { name: 'Cancel' }).click();
  await expect(loading).toBeHidden();
  await page.getByRole('button', { name: /^Use Pneumonia phantom/ }).click();
  await expect(trainButton(page)).toBeEnabled();
});
