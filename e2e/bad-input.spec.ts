import type { Page } from '@playwright/test';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import { BAD_FILES } from './support/bad-files.ts';
import { linkTo, openLab, TINY, trainButton } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const GOOD = syntheticNpz({ counts: { train: 40, val: 12, test: 12 }, imageShape: [28, 28], classes: 2 });

async function choose(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
}

/** The error of this code stands on the data tab, with what to do next; the set before is still loaded. */
async function expectError(page: Page, code: string): Promise<void> {
  const notice = page.locator(`[data-error-code="${code}"]`);
  await expect(notice).toBeVisible();
  await expect(notice.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Data: \w+ phantom/ })).toBeVisible();
  await expect(trainButton(page)).toBeEnabled();
}

test('each bad file has its own error, and nothing else is disturbed', async ({ page }) => {
  await openLab(page, linkTo(TINY, 'data'));
  const messages = new Set<string>();
  for (const { name, code, bytes } of BAD_FILES) {
    await choose(page, name, bytes());
    await expectError(page, code);
    messages.add((await page.locator(`[data-error-code="${code}"]`).textContent()) ?? '');
    await page.getByRole('button', { name: 'Dismiss' }).click();
  }
  expect(messages.size).toBe(BAD_FILES.length);
  await choose(page, 'good.npz', GOOD);
  await expect(page.getByRole('button', { name: /^Data: good/ })).toBeVisible();
});

test('a file that does not fit into the browser’s storage is used all the same, and the person is told', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY, 'data'));
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 20_000 });
  await choose(page, 'good.npz', GOOD);
  await expect(page.getByRole('button', { name: /^Data: good/ })).toBeVisible();
  await expect(page.getByRole('alert').first()).toContainText('cannot be kept');
  await expect(trainButton(page)).toBeEnabled();
});
