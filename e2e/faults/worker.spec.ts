import type { Page, Worker } from '@playwright/test';
import {
  latestRecord,
  linkTo,
  openLab,
  ready,
  runRows,
  TINY,
  trainButton,
  trainToEnd,
} from '../support/lab-page.ts';
import { readStored } from '../support/stored.ts';
import { expect, test } from '../support/test.ts';

const LONG = { ...TINY, epochs: 500 };

const labWorker = (page: Page): Worker => page.workers().find((one) => one.url().includes('/host-'))!;

/** As the browser does where memory runs out: the worker is gone from one moment to the next, without a word. */
async function kill(worker: Worker): Promise<void> {
  await worker.evaluate(() => self.close()).catch(() => undefined);
}

test('a worker that is killed while it trains: the curve is kept, it is told, and the next run trains', async ({
  page,
}) => {
  await openLab(page, linkTo(LONG));
  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText(/[2-9]\/500/);
  await kill(labWorker(page));
  const notice = page.getByRole('alert').filter({ hasText: 'The worker that computes has died' }).first();
  await expect(notice).toContainText('What had been measured is kept');
  await expect(runRows(page).first()).toHaveAttribute('data-status', 'failed');
  const record = await latestRecord(page);
  expect(record).toMatchObject({ status: 'failed', error: { code: 'worker-died' } });
  expect(record.epochs.length).toBeGreaterThan(1);
  // What is shown is written a moment later.
  const stored = async () =>
    (await readStored<{ epochs: unknown[] }>(page, 'medmnist-lab-runs', 'series')).flatMap(
      ({ epochs }) => epochs,
    );
  await expect.poll(async () => (await stored()).length).toBe(record.epochs.length);
  await page.goto(linkTo(TINY));
  await page.reload();
  await ready(page);
  expect((await latestRecord(page)).epochs).toEqual(record.epochs);
  await trainToEnd(page);
});

test('a worker that is killed while it does nothing is made anew, with its data, by the next run', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await kill(labWorker(page));
  await expect
    .poll(() => page.workers().filter((one) => one.url().includes('/host-')).length)
    .toBeGreaterThan(0);
  await trainToEnd(page);
  await expect(runRows(page)).toHaveCount(2);
});

test('a page that is closed while it loads opens as if it had not been there', async ({ page, context }) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  const other = await context.newPage();
  await other.goto(linkTo({ ...TINY, dataset: { kind: 'phantom', shape: 'vessel', images: 400 } }));
  await other.close();
  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(1);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
