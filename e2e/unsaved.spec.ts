import type { Page } from '@playwright/test';
import { studyToLink } from '../src/lab/study/link.ts';
import { parseStudy, type StudyInput } from '../src/lab/study/study.ts';
import { makeFillable, setFull } from './support/full-storage.ts';
import { linkTo, openLab, ready, runRows, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { keepBusy, readStored } from './support/stored.ts';
import { expect, test } from './support/test.ts';

const { dataset, ...recipe } = TINY;

const SMALL: StudyInput = {
  name: 'Small',
  base: { ...recipe, dataset },
  factors: [{ subsets: ['flip'] }],
  seeds: [1],
};

const planLink = (study: StudyInput) => `/#/study?plan=${studyToLink(parseStudy(study))}`;
const head = (page: Page) => page.getByRole('region', { name: 'Study', exact: true });
const status = (page: Page) => head(page).locator('[data-runs-done]');
const heat = (page: Page) => page.getByRole('table', { name: /^Mean val AUC by cell/ });

for (const stores of [['predictions'], ['rows'], ['states'], ['rows', 'predictions', 'states']] as const) {
  test(`where ${stores.join(', ')} cannot be stored, all is kept, told, and stored when there is room`, async ({
    page,
  }) => {
    await makeFillable(page);
    await openLab(page, planLink(SMALL));
    await setFull(page, stores);
    await page.getByRole('button', { name: 'Train 2 runs' }).click();
    await expect(status(page)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
    await expect(status(page)).toContainText('not all of it is stored yet');
    await expect(page.getByRole('alert').first()).toContainText('the browser’s storage is full');
    if (stores.join() !== 'states') {
      await expect(runRows(page).filter({ hasText: 'not stored' })).toHaveCount(2);
    }
    // What is kept is used as if it were stored.
    for (const cell of await heat(page).getByRole('button').all()) await expect(cell).toContainText('n 1');

    await setFull(page, []);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await expect(status(page)).not.toContainText('stored yet');
    await expect(runRows(page).filter({ hasText: 'not stored' })).toHaveCount(0);
    await page.reload();
    await ready(page);
    await expect(status(page)).toContainText('2 of 2 runs · done');
    await expect(runRows(page)).toHaveCount(2);
    for (const cell of await heat(page).getByRole('button').all()) await expect(cell).toContainText('n 1');
  });
}

test('what is lost with the page is trained again, and closing it is asked about first', async ({ page }) => {
  await makeFillable(page);
  await openLab(page, planLink(SMALL));
  await page.evaluate(() => Object.assign(window, { fullStores: ['predictions'] }));
  await page.getByRole('button', { name: 'Train 2 runs' }).click();
  await expect(status(page)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  await ready(page);
  expect(asked).toEqual(['beforeunload']);
  await expect(status(page)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
  for (const cell of await heat(page).getByRole('button').all()) await expect(cell).toContainText('n 1');
});

test('a run of a study is done when its end is stored: a page that is closed before has it trained again', async ({
  page,
  context,
}) => {
  await openLab(page, planLink(SMALL));
  const other = await context.newPage();
  await other.goto('/');
  // Another tab keeps the store busy, as a disk does that stalls.
  await keepBusy(other, 'medmnist-lab-runs', 'rows');
  await page.getByRole('button', { name: 'Train 2 runs' }).click();
  await expect(runRows(page).first()).toContainText('2/2', { timeout: 30_000 });
  await page.waitForTimeout(500);
  await expect(status(page)).toContainText('0 of 2 runs');
  // Both go away together, as with a browser that is ended.
  await page.close();
  await other.close();
  const next = await context.newPage();
  await openLab(next, '/#/study');
  await expect(status(next)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
});

test('a page that is closed before a name is written is asked about first', async ({ page, context }) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  await ready(page);
  expect(asked).toEqual([]);
  // Another tab keeps the store busy, as a disk does that stalls.
  const other = await context.newPage();
  await other.goto('/');
  await keepBusy(other, 'medmnist-lab-runs', 'rows');
  await runRows(page)
    .first()
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('mine');
  await page.keyboard.press('Enter');
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
});

test('room that is made by deleting a run is used at once', async ({ page }) => {
  await makeFillable(page);
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  await setFull(page, ['rows', 'predictions']);
  await trainToEnd(page);
  await expect(runRows(page).first()).toContainText('not stored');
  await setFull(page, []);
  await runRows(page)
    .nth(1)
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByText('Everything is stored now.')).toBeVisible();
  await expect(runRows(page).first()).not.toContainText('not stored');
  expect(await readStored(page, 'medmnist-lab-runs', 'rows')).toHaveLength(1);
  expect(await readStored(page, 'medmnist-lab-runs', 'predictions')).toHaveLength(1);
});

test('while the stored runs cannot be read nothing is done to studies, and it is tried again', async ({
  page,
}) => {
  await openLab(page, planLink(SMALL));
  await page.getByRole('button', { name: 'Train 2 runs' }).click();
  await expect(status(page)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
  await page.addInitScript(() => {
    const getAll = IDBObjectStore.prototype.getAll;
    IDBObjectStore.prototype.getAll = function (...args: Parameters<typeof getAll>) {
      const readable = (window as unknown as { readable?: boolean }).readable;
      if (this.name === 'rows' && !readable) throw new DOMException('broken', 'UnknownError');
      return getAll.apply(this, args);
    };
  });
  await page.reload();
  await ready(page);
  await expect(page.getByRole('alert').first()).toContainText('could not be read');
  await page.waitForTimeout(1500);
  await page.evaluate(() => Object.assign(window, { readable: true }));
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await expect(runRows(page)).toHaveCount(2);
  await tab(page, 'Study').click();
  await expect(status(page)).toContainText('2 of 2 runs · done');
  await page.waitForTimeout(500);
  await expect(runRows(page)).toHaveCount(2);
});

const LARGE = { kind: 'phantom', shape: 'nodule', images: 8000 } as const;

test('a study that is stopped while its data load is stopped, and stays so', async ({ page }) => {
  await openLab(page, planLink({ ...SMALL, base: { ...SMALL.base, dataset: LARGE } }));
  await page.getByRole('button', { name: 'Train 2 runs' }).click();
  const loading = page.getByRole('region', { name: 'Loading' });
  await expect(loading).toBeVisible();
  await page.getByRole('button', { name: 'Stop the study' }).click();
  await expect(status(page)).toContainText('paused');
  await expect(loading).toBeHidden();
  await page.waitForTimeout(1000);
  await expect(runRows(page)).toHaveCount(0);
  await expect(status(page)).toContainText('0 of 2 runs · paused');
  await page.reload();
  await ready(page);
  await expect(status(page)).toContainText('0 of 2 runs · paused');
});

test('another set that is loaded while a run waits for its own holds it up and does not fail it', async ({
  page,
}) => {
  // Long enough to be met while it is made; the run waits for all of it.
  const dataset = { ...LARGE, images: 2000 };
  await openLab(page, planLink({ ...SMALL, base: { ...SMALL.base, dataset } }));
  await page.getByRole('button', { name: 'Train 2 runs' }).click();
  await expect(page.getByRole('region', { name: 'Loading' })).toBeVisible();
  const loaded = await page.evaluate(() =>
    window.lab!.load({
      kind: 'phantom',
      settings: { shape: 'vessel', images: 60, positiveFraction: 0.5, labelNoise: 0, seed: 1 },
    }),
  );
  expect(loaded).toMatchObject({ ok: true, value: { name: 'Vessel phantom' } });
  await expect(runRows(page).first()).toContainText('running', { timeout: 40_000 });
  await expect(status(page)).not.toContainText('failed');
  await page.getByRole('button', { name: 'Stop the study' }).click();
  await expect(status(page)).toContainText('paused');
});
