import type { BrowserContext, Page } from '@playwright/test';
import { studyToLink } from '../src/lab/study/link.ts';
import { parseStudy, type StudyInput } from '../src/lab/study/study.ts';
import { linkTo, openLab, openTestPart, ready, runRows, TINY, tab, trainButton } from './support/lab-page.ts';
import { readStored } from './support/stored.ts';
import { expect, test } from './support/test.ts';

const { dataset, ...recipe } = TINY;

const SMALL: StudyInput = {
  name: 'Small',
  base: { ...recipe, dataset },
  factors: [{ subsets: ['flip'] }],
  seeds: [1, 2],
};

const planLink = (study: StudyInput) => `/#/study?plan=${studyToLink(parseStudy(study))}`;
const head = (page: Page) => page.getByRole('region', { name: 'Study', exact: true });
const status = (page: Page) => head(page).locator('[data-runs-done]');
const LOOKING = 'Another tab of this lab trains the studies';

async function queue(page: Page, study: StudyInput): Promise<void> {
  await openLab(page, planLink(study));
  await page.getByRole('button', { name: /^Train \d+ runs?$/ }).click();
}

async function second(context: BrowserContext, address = '/#/study'): Promise<Page> {
  const page = await context.newPage();
  await openLab(page, address);
  return page;
}

interface StoredRow {
  readonly id: string;
  readonly status: string;
  readonly recipeHash: string;
  readonly title: string | null;
}

const rowsIn = (page: Page) => readStored<StoredRow>(page, 'medmnist-lab-runs', 'rows');

async function menu(page: Page, row: number, item: string): Promise<void> {
  await runRows(page)
    .nth(row)
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a tab that takes over trains nothing again that was finished while it looked on', async ({
  page,
  context,
}) => {
  await queue(page, { ...SMALL, base: { ...SMALL.base, epochs: 6 } });
  const other = await second(context);
  await expect(head(other)).toContainText(LOOKING);
  await expect(status(page)).toContainText(/[23] of 4 runs/, { timeout: 30_000 });
  // The one that looks on follows.
  await expect(status(other)).toContainText(/[23] of 4 runs/);
  await page.close();
  await expect(status(other)).toContainText('4 of 4 runs · done', { timeout: 45_000 });
  await expect(head(other)).not.toContainText(LOOKING);
  const finished = (await rowsIn(other)).filter((row) => row.status === 'finished');
  expect(finished).toHaveLength(4);
  expect(new Set(finished.map(({ recipeHash }) => recipeHash)).size).toBe(4);
});

test('what is asked for in a tab that looks on is done by the one that trains, and both see it', async ({
  page,
  context,
}) => {
  await queue(page, SMALL);
  await expect(status(page)).toContainText('4 of 4 runs · done', { timeout: 30_000 });
  const other = await second(context);
  await expect(status(other)).toContainText('4 of 4 runs · done');

  await openTestPart(other);
  for (const each of [page, other]) {
    await expect(each.getByRole('region', { name: 'Test part' })).toContainText('opened once');
  }
  const cells = other.getByRole('table', { name: 'Cells' });
  await cells.getByRole('button', { name: 'Use flip as baseline' }).click();
  await expect(page.getByRole('row', { name: /^flip \d/ })).toContainText('baseline');

  // Queued here, trained there.
  await other.goto(planLink({ ...SMALL, name: 'Queued by the other', seeds: [7] }));
  await other.getByRole('button', { name: 'Train 2 runs' }).click();
  await expect(head(other)).toContainText('Queued by the other');
  await expect(status(other)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
  await expect(runRows(page)).toHaveCount(6);
  await expect(page.getByRole('combobox', { name: 'Study', exact: true }).locator('option')).toHaveCount(2);

  // And nothing of it is forgotten.
  for (const each of [page, other]) await each.reload();
  await ready(page);
  await page.getByRole('combobox', { name: 'Study', exact: true }).selectOption({ index: 1 });
  await expect(page.getByRole('region', { name: 'Test part' })).toContainText('opened once');
  await expect(page.getByRole('row', { name: /^flip \d/ })).toContainText('baseline');

  await other.bringToFront();
  await ready(other);
  await other.getByRole('button', { name: 'More about this study' }).click();
  await other.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(other.getByText('was deleted; its runs stay')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Study', exact: true }).locator('option')).toHaveCount(1);
  await other.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Study', exact: true }).locator('option')).toHaveCount(2);
});

test('a run of three tabs is paused, resumed and stopped from any of them', async ({ page, context }) => {
  await queue(page, { ...SMALL, base: { ...SMALL.base, epochs: 200 } });
  await expect(runRows(page).first()).toContainText('running');
  const [other, third] = [await second(context), await second(context)];
  await expect(runRows(third).first()).toContainText('running');
  await other.getByRole('button', { name: 'Stop the study' }).click();
  for (const each of [page, other, third]) {
    await expect(status(each)).toContainText('paused');
    await expect(runRows(each).first()).toContainText('stopped');
  }
  await third.getByRole('button', { name: 'Resume the study' }).click();
  await expect(runRows(other).first()).toContainText('running');
  // The page that trains goes away in the middle, and another tab goes on: with the same run where an epoch of it was kept.
  await page.close();
  const onlookers = () => Promise.all([other, third].map((each) => head(each).getByText(LOOKING).count()));
  await expect.poll(async () => (await onlookers()).toSorted()).toEqual([0, 1]);
  const running = runRows(third).filter({ hasText: 'running' });
  await expect(running).toHaveCount(1);
  const seen = (await running.textContent())!;
  await expect(running).not.toHaveText(seen);
  await expect(status(third)).not.toContainText('paused');
});

test('a wish that is sent twice counts once, and a tab that does not answer is told of', async ({
  page,
  context,
}) => {
  await queue(page, { ...SMALL, seeds: [1] });
  await expect(status(page)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
  const other = await second(context);
  await other.evaluate(() => {
    // Every message is sent twice, as by a tab that heard no answer the first time.
    const send = BroadcastChannel.prototype.postMessage;
    BroadcastChannel.prototype.postMessage = function (message: unknown) {
      send.call(this, message);
      send.call(this, message);
    };
  });
  await openTestPart(other);
  await expect(other.getByRole('region', { name: 'Test part' })).toContainText('opened once');
  await page.waitForTimeout(300);
  await expect(page.getByRole('region', { name: 'Test part' })).toContainText('opened once');

  // As if put to sleep by the browser, which a tab that counts as visible cannot be: it neither hears nor answers.
  const session = await context.newCDPSession(page);
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  await other.getByRole('button', { name: 'More about this study' }).click();
  await other.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(other.getByRole('alert')).toContainText('does not answer');
  await expect(other.getByRole('alert')).toContainText('Nothing was changed');
  // It wakes, and does not do what was given up.
  await session.send('Debugger.disable');
  await page.bringToFront();
  await page.waitForTimeout(1000);
  await expect(status(page)).toContainText('2 of 2 runs · done');
  expect(await readStored(page, 'medmnist-lab-studies', 'states')).toHaveLength(1);
  // What is asked for now is done.
  await other.getByRole('button', { name: 'More about this study' }).click();
  await other.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('button', { name: 'Plan a study' })).toBeVisible();
});

test('runs are deleted, brought back and renamed in one tab and so in the other, also while they train', async ({
  page,
  context,
}) => {
  await openLab(page, linkTo({ ...TINY, epochs: 200 }));
  const other = await second(context, '/#/train');
  await trainButton(page).click();
  await expect(runRows(other).first()).toContainText('running');
  await menu(other, 0, 'Rename');
  await other.getByRole('textbox', { name: 'Name of the run' }).fill('mine');
  await other.keyboard.press('Enter');
  await expect(runRows(page).first()).toContainText('mine');
  await page.keyboard.press('ControlOrMeta+.');
  await expect(runRows(page).first()).toContainText('stopped');
  await expect(runRows(page).first()).toContainText('mine');
  await expect.poll(() => rowsIn(page)).toMatchObject([{ title: 'mine', status: 'stopped' }]);

  await menu(other, 0, 'Delete');
  await expect(runRows(page)).toHaveCount(0);
  await other.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(runRows(page)).toHaveCount(1);
  await expect(runRows(page).first()).toContainText('mine');
  await menu(page, 0, 'Delete');
  await expect(runRows(other)).toHaveCount(0);
  await other.reload();
  await ready(other);
  await expect(runRows(other)).toHaveCount(0);
});

test('a name that is given while the run trains stays', async ({ page }) => {
  await openLab(page, linkTo({ ...TINY, epochs: 200 }));
  await trainButton(page).click();
  await expect(runRows(page).first()).toContainText('running');
  await menu(page, 0, 'Rename');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('named early');
  await page.keyboard.press('Enter');
  const epochs = runRows(page).first().getByText('/200');
  const before = await epochs.textContent();
  await expect(epochs).not.toHaveText(before!);
  await expect(runRows(page).first()).toContainText('named early');
  await page.keyboard.press('ControlOrMeta+.');
  await expect(runRows(page).first()).toContainText('stopped');
  await expect.poll(async () => (await rowsIn(page))[0]?.status).toBe('stopped');
  await page.reload();
  await ready(page);
  await expect(runRows(page).first()).toContainText('named early');
});

test('a deleted run of a study is not trained again, unless it is wanted or brought back', async ({
  page,
}) => {
  await queue(page, { ...SMALL, seeds: [1] });
  await expect(status(page)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
  await menu(page, 0, 'Delete');
  await expect(status(page)).toContainText('1 of 2 runs · 1 skipped · done');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(status(page)).toContainText('2 of 2 runs · done');

  await menu(page, 0, 'Delete');
  await expect(status(page)).toContainText('1 of 2 runs · 1 skipped · done');
  await page.reload();
  await ready(page);
  await tab(page, 'Study').click();
  await page.waitForTimeout(500);
  await expect(status(page)).toContainText('1 of 2 runs · 1 skipped · done');
  await expect(runRows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Queue: 0 waiting' }).click();
  const entry = page.getByRole('region', { name: 'Queue' }).getByRole('listitem');
  await expect(entry).toContainText('its run was deleted');
  await entry.getByRole('button', { name: /after all$/ }).click();
  await expect(status(page)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
});
