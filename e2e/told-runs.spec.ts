import type { Page } from '@playwright/test';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { exampleEpoch, exampleRow } from '../src/storage/testing/example-row.ts';
import { linkTo, openLab, ready } from './support/lab-page.ts';
import { storeRuns } from './support/store-runs.ts';
import { expect, test } from './support/test.ts';

const DATASET = { kind: 'phantom', shape: 'pneumonia', images: 120 } as const;
const TREATMENT = { augment: { flip: {}, noise: {}, rotation: {} }, normalise: 'half' } as const;
const CURVE = [0.6, 0.7, 0.72, 0.9].map((auc, index) => exampleEpoch(index + 1, auc));

/** Runs of one long name that differ in the seed, and one of another batch, ticked. */
async function openWithRuns(page: Page): Promise<void> {
  await openLab(page, linkTo({ dataset: DATASET }));
  const rows = [1, 2, 3, 4].map((seed) =>
    exampleRow({
      id: `run${seed}`,
      createdAt: 1_700_000_000_000 + seed * 60_000,
      recipe: parseRecipe({ dataset: DATASET, ...TREATMENT, seed, batch: seed === 4 ? 32 : 128 }),
      epochsDone: CURVE.length,
      stepsDone: 8,
      bestVal: 0.9,
      summary: { epochs: CURVE.length, bestEpoch: 4 },
    }),
  );
  await storeRuns(page, rows, { stepLosses: [0.7, 0.6, 0.5, 0.5, 0.4, 0.4, 0.3, 0.3], epochs: CURVE });
  await page.reload();
  await ready(page);
  for (const seed of [1, 2, 3]) await page.locator(`[data-run="run${seed}"]`).getByRole('checkbox').check();
}

test('runs that differ in the seed alone are told apart where their lines end, and in the list', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openWithRuns(page);
  const chart = page.getByRole('figure', { name: /^Validation AUC/ });
  const ends = chart.locator('text').filter({ hasText: /^[A-D] 0\.900/ });
  await expect(ends).toHaveCount(4);
  const shown = (
    await ends.evaluateAll((texts) =>
      texts.map((text) =>
        [...text.childNodes]
          .filter((node) => node.nodeName !== 'title')
          .map((node) => node.textContent)
          .join(''),
      ),
    )
  ).toSorted();
  const told = ['batch 32', 'seed 1', 'seed 2', 'seed 3'];
  expect(shown).toEqual(told.map((words, place) => `${'ABCD'[place]} 0.900 ${words}`));
  // The whole name is read, however long it is.
  for (const seed of [1, 2, 3]) {
    const name = page
      .locator(`[data-run="run${seed}"]`)
      .getByRole('button', { name: new RegExp(`^flip.* seed ${seed}$`) });
    await expect(name).toBeVisible();
    expect(await name.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  }

  // On a phone there is no room beside the figure, and some below it.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(chart.locator('[data-end-name]')).toHaveText(told);
  await chart.scrollIntoViewIfNeeded();
});
