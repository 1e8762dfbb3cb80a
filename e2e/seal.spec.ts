import { faults } from './support/axe.ts';
import { linkTo, openLab, ready, runRows, TINY, tab, trainButton, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

test('the test part of a set is sealed, opened once for the runs there are, and kept open on wish, in every tab', async ({
  page,
  context,
}) => {
  await openLab(page, linkTo(TINY));
  await trainToEnd(page);
  const seal = page.getByRole('region', { name: /^Seal of/ });
  const scores = page.locator('[data-test]');
  await expect(seal).toContainText('sealed');
  await expect(seal).toContainText('1 run is scored on it, none was looked at so far');
  await expect(scores).toHaveCount(0);
  expect(await page.evaluate(recordedTests)).toEqual([
    { score: null, predictions: null, open: false, keptOpenSince: null },
  ]);
  expect(await faults(page, { within: '[aria-label^="Seal of"]' })).toEqual([]);

  // Each says what it opens, so that no two are alike.
  await tab(page, 'Results').click();
  await expect(
    page.getByRole('button', { name: 'Open the test part for this run', exact: true }),
  ).toBeVisible();
  await seal.getByRole('button', { name: /^Open the test part of \S/ }).press('Enter');
  await expect(scores).toHaveCount(1);
  await expect(seal, 'the button is gone').toBeFocused();
  await expect(seal).toContainText(/Opened once: .*, 1 run\./);
  const other = await context.newPage();
  await openLab(other);
  await expect(other.locator('[data-test]')).toHaveCount(1);

  // What is trained afterwards is another look.
  await page.reload();
  await ready(page);
  await expect(scores).toHaveCount(1);
  await trainButton(page).click();
  await expect(runRows(page)).toHaveCount(2);
  await expect(seal).toContainText('1 run is scored on it, 1 looked at before', { timeout: 30_000 });
  await expect(scores).toHaveCount(1);
  await other
    .getByRole('region', { name: /^Seal of/ })
    .getByRole('button', { name: 'Open' })
    .click();
  await expect(scores).toHaveCount(2);
  await expect(seal).toContainText(/Opened 2 times: .*, 1 run, after 1 had been looked at\./);

  await page.getByRole('checkbox', { name: 'Keep every test part open on this device' }).check();
  await tab(page, 'Results').click();
  await expect(seal).toContainText('kept open');
  await expect(other.getByRole('checkbox', { name: /^Keep every test part/ })).toBeChecked();
  const tests = await page.evaluate(recordedTests);
  expect(tests.every(({ score, open }) => score !== null && open)).toBe(true);
  // So whoever reads the record knows that it was no single look.
  for (const { keptOpenSince } of tests) expect(keptOpenSince).toBeGreaterThan(0);
  await other.close();
});

/** What the automation tells of the test part of each run. Evaluated in the page. */
async function recordedTests() {
  const ids = [...document.querySelectorAll<HTMLElement>('[data-run]')].map((row) => row.dataset.run!);
  return await Promise.all(
    ids.map(async (id) => {
      const [record, predictions] = await Promise.all([window.lab!.record(id), window.lab!.predictions(id)]);
      if (!record.ok || !predictions.ok) throw new Error('The run could not be read.');
      return {
        score: record.value.summary?.test?.auc ?? null,
        predictions: predictions.value.test?.logits.length ?? null,
        open: record.value.testSeal?.open,
        keptOpenSince: record.value.testSeal?.keptOpenSince,
      };
    }),
  );
}
