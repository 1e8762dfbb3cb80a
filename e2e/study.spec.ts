import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { studyToLink } from '../src/lab/study/link.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import { parseStudy, type StudyInput } from '../src/lab/study/study.ts';
import { seriousFaults } from './support/axe.ts';
import { linkTo, openLab, openTestPart, ready, runRows, TINY, tab } from './support/lab-page.ts';
import { readStored } from './support/stored.ts';
import { expect, test } from './support/test.ts';

const { dataset, ...recipe } = TINY;

const SMALL: StudyInput = {
  name: 'Small',
  base: { ...recipe, dataset },
  factors: [{ subsets: ['flip', 'normalise'] }],
  seeds: [1, 2],
};

const planLink = (study: StudyInput) => `/#/study?plan=${studyToLink(parseStudy(study))}`;

const head = (page: Page) => page.getByRole('region', { name: 'Study', exact: true });
const status = (page: Page) => head(page).locator('[data-runs-done]');
const heat = (page: Page) => page.getByRole('table', { name: /^Mean val AUC by cell/ });

/** The chart, however deep it lies, and the button that saves it. */
const around = (chart: Locator) =>
  chart.locator('xpath=ancestor::*[.//button[@aria-label="Save this chart"]][1]');

async function saved(page: Page, chart: Locator, kind: 'As SVG' | 'As PNG'): Promise<Buffer> {
  await chart.getByRole('button', { name: 'Save this chart' }).click();
  const download = page.waitForEvent('download');
  // By key: the menu moves with its chart while others are drawn above it.
  await page.getByRole('menuitem', { name: kind }).press('Enter');
  const bytes = readFileSync(await (await download).path());
  // The next menu has items of the same names.
  await expect(page.getByRole('menuitem')).toHaveCount(0);
  return bytes;
}

/** A drawing that looks the same wherever it is opened. */
async function savedSvg(page: Page, chart: Locator): Promise<string> {
  const svg = (await saved(page, chart, 'As SVG')).toString('utf8');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg.includes('var(--'), 'variables of the page').toBe(false);
  expect(svg.includes('color('), 'colours that only browsers know').toBe(false);
  return svg;
}

/** Opens the page with a plan and queues it. */
async function queue(page: Page, study: StudyInput): Promise<void> {
  await openLab(page, planLink(study));
  await page.getByRole('button', { name: /^Train \d+ runs?$/ }).click();
}

test('a study is planned with its cost in view, trained to the end, and judged without claiming too much', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  await tab(page, 'Study').click();
  await page.getByRole('button', { name: /Which augmentation helps/ }).click();
  // A preset asks its own question, whatever the form says, until it is put on the form's recipe.
  const first = page.getByText(/^Pneumonia phantom · .*\d epochs/);
  await expect(first).toContainText('10 epochs');
  const origin = page.getByTestId('plan-origin');
  await expect(origin).toHaveText(/^The study’s own recipe\. With yours: .*2 epochs/);
  await page.getByRole('button', { name: 'Use your current recipe' }).click();
  await expect(first).toContainText('2 epochs');
  await expect(origin).toHaveText('It is your current recipe.');
  await expect(origin).toBeFocused();
  const plan = page.getByRole('region', { name: 'Runs to train' });
  await expect(plan).toContainText('8 recipes × 3 seeds = 24 runs');
  await expect(plan).toContainText('not measured yet');
  await expect(plan.getByRole('button', { name: 'Measure this device' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'noise', exact: true }).uncheck();
  await page.getByRole('textbox', { name: 'Seeds' }).fill('1, 2');
  await expect(plan).toContainText('4 recipes × 2 seeds = 8 runs');
  await page.getByRole('button', { name: 'Train 8 runs' }).click();

  // Each run is drawn when it begins; the page stays where it is.
  await expect(status(page)).toContainText(/[12] of 8 runs/, { timeout: 30_000 });
  await page.evaluate(() => window.scrollTo(0, 240));
  await expect(status(page)).toContainText('8 of 8 runs · done', { timeout: 45_000 });
  // What comes in above moves the page along, so that what is seen stands still.
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThanOrEqual(240);
  // What may be luck lies in one grey band, and has no colour.
  const dots = page.getByRole('list', { name: /a dot for each seed$/ });
  await expect(dots.locator('[data-band]')).toHaveCount(4);
  await expect(dots.locator('[data-tone="luck"]')).toHaveCount(4);
  await expect(heat(page).locator('[data-tone]')).toHaveCount(0);
  await expect(runRows(page)).toHaveCount(8);
  await expect(heat(page).getByRole('button')).toHaveCount(4);
  for (const cell of await heat(page).getByRole('button').all()) await expect(cell).toContainText('n 2');
  // Twelve val images and two seeds: nobody has won, and none is shown to do more than guess.
  const verdict = page.locator('[data-verdict]');
  await expect(verdict).toHaveAttribute('data-verdict', 'unlearnt');
  await expect(verdict.getByRole('heading')).toHaveText('Nothing is shown to have learnt');
  await expect(page.getByText(/^To the nearest, /)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Warnings' })).toContainText('rarest class');
  await expect(page.getByRole('list', { name: 'Effects' }).getByRole('listitem')).toHaveCount(3);

  const cells = page.getByRole('table', { name: 'Cells' });
  const testScore = runRows(page).first().locator('[data-test]');
  await expect(testScore).toHaveCount(0);
  await expect(cells.getByRole('columnheader', { name: 'val AUC, cross-fitted' })).toHaveCount(1);
  await expect(cells.getByRole('columnheader', { name: 'best epoch' })).toHaveCount(1);
  await expect(cells.getByRole('columnheader', { name: /test AUC/ })).toHaveCount(0);
  // First the bet, then the seal.
  const seal = page.getByRole('region', { name: 'Test part' });
  await expect(seal.getByRole('button', { name: 'Open the test part' })).toBeDisabled();
  await seal.getByRole('combobox', { name: /^Your bet/ }).selectOption('flip');
  // A person would be asked before a page that is still writing is left; a test is not.
  await expect
    .poll(async () => JSON.stringify(await readStored(page, 'medmnist-lab-studies', 'states')))
    .toContain('"bets":[{');
  await page.reload();
  await ready(page);
  await seal.getByRole('button', { name: 'Open the test part' }).click();
  await expect(seal).toContainText('opened once');
  await expect(page.getByText(/^You bet on “flip” \(0\.\d{3}\)\. It is /)).toBeVisible();
  await expect(page.locator('[data-slope]')).toHaveCount(4);
  await expect(page.locator('[data-slope][data-marked]')).toHaveCount(1);
  await expect(cells.getByRole('columnheader', { name: /test AUC/ })).toHaveCount(1);
  await expect(cells.getByRole('columnheader', { name: 'val − test' })).toHaveCount(1);
  await expect(cells.locator('tbody tr').first().getByRole('cell').last()).toHaveText(/^[+−]0\.\d{3}$/);

  const flip = cells.getByRole('row', { name: /^flip \d/ });
  await expect(flip).not.toContainText('baseline');
  await cells.getByRole('button', { name: 'Use flip as baseline' }).click();
  await expect(flip).toContainText('baseline');
  await expect(cells.getByText('baseline', { exact: true })).toHaveCount(1);

  await expect(testScore).toHaveText(/^test [01]\.\d+$/);

  await page.getByRole('textbox', { name: 'Filter the cells' }).fill('normalise');
  await expect(cells.locator('tbody tr')).toHaveCount(2);
  await heat(page).getByRole('button').first().click();
  await expect(page.getByRole('region', { name: /^Runs of/ }).locator('tbody tr')).toHaveCount(2);
  expect(await seriousFaults(page)).toEqual([]);
});

test('a plan of which the recipe refuses a part has a press that leaves it out', async ({ page }) => {
  await openLab(page, linkTo({ ...TINY, loss: { name: 'aucm' }, optimizer: { name: 'pesg' } }, 'study'));
  await page.getByRole('button', { name: /Does balancing help/ }).click();
  await page.getByRole('button', { name: 'Use your current recipe' }).click();
  await expect(page.getByText(/takes no class weights/)).toBeVisible();
  await page.getByRole('button', { name: 'Leave out “weighted”' }).click();
  await expect(page.getByRole('region', { name: 'Runs to train' })).toContainText('5 recipes × 3 seeds');
  await expect(page.getByRole('checkbox', { name: 'Weighted loss' })).not.toBeChecked();
  expect(await seriousFaults(page)).toEqual([]);
});

test('folds are one press, in place of seeds, and the small networks stand beside in every table', async ({
  page,
}) => {
  await openLab(
    page,
    planLink({
      ...{ name: 'Networks', base: { ...recipe, dataset }, seeds: [1, 2, 3] },
      factors: [{ field: 'model', name: 'network', values: ['small-cnn', 'linear'] }],
    }),
  );
  const editor = page.getByRole('region', { name: 'Plan of the study' });
  await editor.getByRole('radiogroup', { name: 'Split' }).getByText('folds', { exact: true }).click();
  await expect(editor.getByRole('textbox', { name: 'Seeds' })).toHaveValue('1, 2, 3, 4, 5');
  await editor.getByLabel('Number of folds').fill('2');
  await expect(editor.getByRole('textbox', { name: 'Seeds' })).toHaveValue('1, 2');
  await editor.getByRole('button', { name: 'Train 4 runs' }).click();
  await expect(status(page)).toContainText('4 of 4 runs · done', { timeout: 30_000 });
  await expect(page.getByText(/^The folds share training images.*Nadeau & Bengio 2003/)).toBeVisible();
  const cells = page.getByRole('table', { name: 'Cells' });
  await expect(cells.getByRole('row', { name: /^linear model/ })).toHaveCount(1);
  await expect(cells.getByRole('row', { name: /^small CNN/i })).toHaveCount(1);
  // Each fold once: half of train and val together, for either network.
  const parts = await page.evaluate(async () => {
    const ids = [...document.querySelectorAll<HTMLElement>('[data-run]')].map((row) => row.dataset.run!);
    return await Promise.all(
      ids.map(async (id) => {
        const answer = await window.lab!.record(id);
        if (!answer.ok) throw new Error(answer.error.message);
        const { recipe: trained, dataset: set } = answer.value;
        return [trained.model, trained.protocol.folds, trained.seed, set.counts.val];
      }),
    );
  });
  expect(parts.toSorted()).toEqual(
    [
      ['linear', 2, 1, 48],
      ['linear', 2, 2, 48],
      ['small-cnn', 2, 1, 48],
      ['small-cnn', 2, 2, 48],
    ].toSorted(),
  );
});

test('the seed study runs on phantoms of the same shape, to the last cell', async ({ page }) => {
  await openLab(page, '/#/study');
  await page.getByRole('button', { name: /^The seed study(?!’)/ }).click();
  const plan = page.getByRole('region', { name: 'Runs to train' });
  await expect(plan).toContainText('20 recipes × 3 seeds = 60 runs');
  await page.getByRole('button', { name: 'The whole study as text' }).click();
  const text = page.getByRole('textbox', { name: 'The study as JSON' });
  const study = JSON.parse(await text.inputValue()) as StudyInput;
  await text.fill(JSON.stringify({ ...study, base: { ...study.base, width: 2, epochs: 1 }, seeds: [1] }));
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(plan).toContainText('20 recipes × 1 seed = 20 runs');
  await page.getByRole('switch', { name: 'Try it on phantoms' }).click();
  await page.getByRole('textbox', { name: 'Images of each' }).fill('60');
  await expect(plan).toContainText('Vessel, unbalanced (phantom) · all three');
  await page.getByRole('button', { name: 'Train 20 runs' }).click();

  await expect(status(page)).toContainText('20 of 20 runs · done', { timeout: 90_000 });
  const tables = page.getByRole('table', { name: 'Cells' });
  await expect(tables).toHaveCount(3);
  const rows = tables.locator('tbody tr');
  await expect(rows).toHaveCount(20);
  for (const row of await rows.allTextContents()) expect(row).toMatch(/1\/1\d*\.\d{3}/);
});

test('no place tells a test score before the study is opened, not even in the moment after a reload', async ({
  page,
}) => {
  await queue(page, { ...SMALL, factors: [{ subsets: ['flip'] }], seeds: [1] });
  await expect(status(page)).toContainText('2 of 2 runs · done', { timeout: 30_000 });
  await tab(page, 'Train').click();
  const transport = page.getByRole('region', { name: 'Transport' });
  await expect(transport).toContainText('The last run reached a validation AUC');
  await expect(transport).toContainText('Study done: Small, 2 of 2 runs.');
  await expect(transport).not.toContainText(/test AUC/i);

  // Whatever the bar says from the first moment on.
  await page.addInitScript(() => {
    const said = new Set<string>();
    Object.assign(window, { said });
    new MutationObserver(() => {
      const bar = document.querySelector('[aria-label="Transport"]');
      if (bar) said.add(bar.textContent);
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.reload();
  await ready(page);
  const said = () => page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
  expect((await said()).join()).toContain('The last run reached a validation AUC');
  expect((await said()).join()).not.toMatch(/test AUC/i);

  await tab(page, 'Study').click();
  await openTestPart(page);
  await tab(page, 'Train').click();
  await expect(transport).toContainText('The last run reached a test AUC');
  await page.reload();
  await ready(page);
  await expect(transport).toContainText('The last run reached a test AUC');
});

test('the seeds of a cell are drawn as their mean in its band, with ROC curves, and saved as pictures', async ({
  page,
}) => {
  await queue(page, { ...SMALL, factors: [{ subsets: ['flip'] }], seeds: [1, 2, 3] });
  await expect(status(page)).toContainText('6 of 6 runs · done', { timeout: 30_000 });
  await heat(page).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Show the curves' }).click();
  const chart = page.getByRole('region', { name: 'AUC by epoch, mean over seeds' });
  await expect(chart.locator('path[data-band]')).toHaveCount(1);
  await expect(chart.locator('path[data-curve]')).toHaveCount(4);
  const rates = page.getByRole('region', { name: 'Rates over all thresholds' });
  await expect(rates.locator('path[data-band]')).toHaveCount(1);
  // The test part of the study is closed, so there is nothing to choose.
  await expect(rates.getByText('test', { exact: true })).toHaveCount(0);
  await rates.getByText('precision and recall').click();
  await expect(rates.getByRole('figure')).toHaveAttribute('aria-label', /^precision and recall/);

  expect(await savedSvg(page, chart)).toContain('(3 seeds)');
  const png = await saved(page, chart, 'As PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');

  await runRows(page).nth(1).getByRole('checkbox').click();
  await expect(page.getByText(/On the same validation images, .*(DeLong|not defined)/)).toBeVisible();
  await runRows(page).nth(1).getByRole('checkbox').click();
  await page.getByText('each run', { exact: true }).click();
  await expect(page.locator('path[data-band]')).toHaveCount(3);
  await expect(page).toHaveURL(/apart=true/);

  const plot = page.getByRole('figure', { name: /^Validation AUC/ }).locator('svg.recharts-surface');
  const box = (await plot.boundingBox())!;
  const drag = async (from: number, to: number) => {
    await page.mouse.move(box.x + box.width * from, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * to, box.y + box.height / 2);
    await page.mouse.up();
  };
  // A hand that slips, and a part with a single epoch in it, would leave an empty chart.
  await drag(0.3, 0.31);
  await drag(0.3, 0.5);
  await expect(page.getByRole('button', { name: 'Show all' })).toHaveCount(0);
  await drag(0.2, 0.95);
  // Both charts over epochs zoom together; the rates do not.
  await expect(page.getByRole('button', { name: 'Show all' })).toHaveCount(2);
  await page.getByRole('button', { name: 'Show all' }).first().click();
  await expect(page.getByRole('button', { name: 'Show all' })).toHaveCount(0);
});

test('tables, scales and lines are saved as pictures that need nothing of the page', async ({ page }) => {
  await queue(page, SMALL);
  await expect(status(page)).toContainText('8 of 8 runs · done', { timeout: 30_000 });
  const heatmap = await savedSvg(page, around(heat(page)));
  const cells = await heat(page).getByRole('button').allTextContents();
  expect(cells).toHaveLength(4);
  for (const cell of cells) expect(heatmap).toContain(`>${/^[.\d]+/.exec(cell)![0]}<`);
  const png = await saved(page, around(heat(page)), 'As PNG');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const effects = await savedSvg(page, around(page.getByRole('list', { name: 'Effects' })));
  for (const name of ['flip', 'normalise']) expect(effects).toContain(`>${name}<`);

  await openTestPart(page);
  await tab(page, 'Compare').click();
  for (let row = 1; row < 4; row++) await runRows(page).nth(row).getByRole('checkbox').check();
  const scores = page.getByRole('list', { name: 'Test AUC of the runs' });
  await expect(scores.getByRole('listitem')).toHaveCount(4);
  // Nothing above them is still to come.
  await expect(page.getByRole('heading', { name: 'ROC on the validation part' })).toBeVisible();
  expect(await savedSvg(page, around(scores))).toContain('plain');
  // What comes late comes below them: above, it would push them out of sight, and their open menu with them.
  const images = page.getByRole('region', { name: 'Image by image' });
  await expect(images).toBeVisible();
  expect((await images.boundingBox())!.y).toBeGreaterThan((await scores.boundingBox())!.y);
  const lines = page.getByRole('img', { name: /^What differs, as lines/ });
  expect(await savedSvg(page, around(lines))).toContain('val AUC');

  // What came of a run stays in sight beside its name, and a choice has one column.
  const table = page.getByRole('region', { name: 'Runs and what differs between them' });
  await expect(table.getByRole('columnheader').first()).toHaveCSS('position', 'sticky');
  await expect(table.getByRole('columnheader', { name: 'val AUC, cross-fitted' })).toHaveCSS(
    'position',
    'sticky',
  );
  await expect(table.getByRole('columnheader', { name: 'Flip' })).toHaveCount(1);
  // The ROC curve lies in a square, with the line of a coin toss through it, and says of which part it is.
  const rates = page.getByRole('region', { name: 'Rates over all thresholds' });
  await expect(rates.getByRole('heading', { name: 'ROC on the validation part' })).toBeVisible();
  const diagonal = (await rates.locator('path[data-curve="coin toss"]').boundingBox())!;
  expect(Math.abs(diagonal.width - diagonal.height)).toBeLessThan(3);

  // With several seeds the recipes are judged as in the study.
  for (let row = 4; row < 8; row++) await runRows(page).nth(row).getByRole('checkbox').check();
  const judged = page.getByRole('region', { name: 'Differences over seeds' });
  await expect(judged.locator('[data-verdict="unlearnt"]')).toContainText('Nothing is shown to have learnt');
  await expect(judged.locator('[data-band]')).toHaveCount(4);
  await expect(judged.getByRole('list', { name: /^Differences from/ }).getByRole('listitem')).toHaveCount(3);
  // All axes fit, on a phone, too.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(async () => (await lines.boundingBox())!.width).toBeLessThan(340);
  expect(await seriousFaults(page)).toEqual([]);
});

test('a reload in the middle of a study loses nothing that is finished, and no run counts twice', async ({
  page,
}) => {
  await queue(page, { ...SMALL, base: { ...SMALL.base, epochs: 6 } });
  await expect(status(page)).toContainText(/[2-5] of 8 runs/, { timeout: 30_000 });
  await page.reload();
  await ready(page);
  // It goes on by itself.
  await expect(status(page)).toContainText('8 of 8 runs · done', { timeout: 45_000 });
  for (const cell of await heat(page).getByRole('button').all()) await expect(cell).toContainText('n 2');
  const finished = await page.evaluate(async () => {
    const open = indexedDB.open('medmnist-lab-runs');
    const database = await new Promise<IDBDatabase>((resolve) => {
      open.onsuccess = () => resolve(open.result);
    });
    const all = database.transaction('rows').objectStore('rows').getAll();
    const rows = await new Promise<{ recipeHash: string; status: string }[]>((resolve) => {
      all.onsuccess = () => resolve(all.result);
    });
    return rows.filter((row) => row.status === 'finished').map((row) => row.recipeHash);
  });
  expect(finished).toHaveLength(8);
  expect(new Set(finished).size).toBe(8);
});

test('runs are paused, skipped, moved ahead, stopped and trained after all', async ({ page }) => {
  await queue(page, { ...SMALL, base: { ...SMALL.base, epochs: 200 } });
  await expect(runRows(page).first()).toContainText('running');
  await page.getByRole('button', { name: /^Queue: 7 waiting/ }).click();
  const entries = page.getByRole('region', { name: 'Queue' }).getByRole('listitem');
  await expect(entries).toHaveCount(8);
  const names = () => entries.locator('p:first-child').allTextContents();
  const [, second, third] = await names();
  // A tip covers no other control of the list.
  await page.getByRole('button', { name: `Train ${third} next` }).hover();
  const tip = page.getByRole('tooltip', { name: `Train ${third} next` });
  await expect(tip).toBeVisible();
  const covered = (await tip.boundingBox())!;
  for (const button of await entries.getByRole('button').all()) {
    const { x, y, width, height } = (await button.boundingBox())!;
    const isApart =
      x >= covered.x + covered.width ||
      x + width <= covered.x ||
      y >= covered.y + covered.height ||
      y + height <= covered.y;
    expect(isApart, (await button.getAttribute('aria-label'))!).toBe(true);
  }
  await page.getByRole('button', { name: `Train ${third} next` }).click();
  expect((await names())[1]).toBe(third);
  await page.getByRole('button', { name: `Skip ${second}` }).click();
  await expect(status(page)).toContainText('1 skipped');
  await page.getByRole('button', { name: `Train ${second} after all` }).click();
  await expect(status(page)).not.toContainText('skipped');

  await page.getByRole('button', { name: 'Stop the study' }).click();
  await expect(status(page)).toContainText('paused');
  await expect(runRows(page).first()).toContainText('stopped');
  await expect(page.getByRole('button', { name: /^Queue: 8 waiting/ })).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(status(page)).toContainText('paused');
  await expect(runRows(page)).toHaveCount(1);
  // It goes on where its state was kept, else a run begins anew.
  await page.getByRole('button', { name: 'Resume the study' }).click();
  await expect(runRows(page).first()).toContainText('running');
  await page.getByRole('button', { name: 'Stop the study' }).click();
  await expect(status(page)).toContainText('paused');

  // Another one like it has a name of its own.
  await page.getByRole('button', { name: 'More about this study' }).click();
  await page.getByRole('menuitem', { name: 'Plan another like it' }).click();
  await page.getByRole('button', { name: 'Train 8 runs' }).click();
  await expect(head(page).getByRole('heading')).toHaveText('Small (2)');
  await page.getByRole('button', { name: 'Stop the study' }).click();
  await expect(status(page)).toContainText('paused');
});

test('a bundle goes to another browser, is verified there, and replays to the last bit', async ({
  page,
  browser,
}) => {
  await queue(page, { ...SMALL, factors: [{ subsets: ['flip'] }] });
  await expect(status(page)).toContainText('4 of 4 runs · done', { timeout: 30_000 });
  await page.getByRole('button', { name: 'More about this study' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'All of it as a bundle' }).click();
  const bundle = await (await saved).path();
  const runs = Object.entries(unzipSync(readFileSync(bundle))).filter(([name]) => name.startsWith('runs/'));
  for (const [, bytes] of runs) {
    const { scores } = JSON.parse(strFromU8(bytes)) as RunFile;
    expect(scores?.map(({ epoch }) => epoch)).toEqual([1, 2]);
  }

  const context = await browser.newContext();
  const other = await context.newPage();
  await openLab(other, '/#/study');
  await other.getByLabel('Study bundle').setInputFiles({
    name: 'bundle.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from('not a zip'),
  });
  await expect(other.getByRole('alert')).toContainText('damaged');
  await other.getByLabel('Study bundle').setInputFiles(bundle);
  await expect(other.getByText('The bundle is whole: 4 runs')).toBeVisible();
  await expect(status(other)).toContainText('4 of 4 runs · done');
  await expect(runRows(other)).toHaveCount(4);
  await expect(heat(other).getByRole('button').first()).toContainText('n 2');
  expect(await heat(other).textContent()).toBe(await heat(page).textContent());

  await heat(other).getByRole('button').first().click();
  await other.getByRole('button', { name: 'Replay' }).first().click();
  await expect(other.getByText('The replay is the same to the last bit')).toBeVisible({ timeout: 30_000 });
  // On the table time goes back, as where the runs were trained.
  await tab(other, 'Train').click();
  const table = other.getByRole('region', { name: 'Light table' });
  await table.getByRole('slider', { name: 'Epoch on the table' }).press('Home');
  await expect(table).toContainText('before training');
  await table.getByRole('slider', { name: 'Epoch on the table' }).press('ArrowRight');
  await expect(table).toContainText('epoch 1 of 2');
  await context.close();
});
