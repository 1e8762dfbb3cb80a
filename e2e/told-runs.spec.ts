import type { Page } from '@playwright/test';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { exampleEpoch, exampleRow, exampleScores } from '../src/storage/testing/example-row.ts';
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

/** Puts three runs into the list: one that learnt, one that may have guessed, and one that diverged. */
async function openWithTrouble(page: Page): Promise<void> {
  await openLab(page, linkTo({ dataset: DATASET }));
  const made = (id: string, seed: number, change: Parameters<typeof exampleRow>[0]) =>
    exampleRow({
      ...{ id, createdAt: 1_700_000_000_000 + seed * 60_000, epochsDone: 4, stepsDone: 8, bestVal: 0.9 },
      recipe: parseRecipe({
        dataset: DATASET,
        seed,
        loss: { name: 'cross-entropy' },
        optimizer: { name: 'adam' },
      }),
      ...change,
    });
  const aucs = (heights: readonly number[]) => heights.map((auc, index) => exampleEpoch(index + 1, auc));
  const guessed = { ...exampleScores(0.55), interval: [0.4, 0.69] as const };
  const error = { code: 'diverged', message: 'The loss became NaN.', remedy: 'Less.' } as const;
  const calm = [0.7, 0.6, 0.5, 0.5, 0.4, 0.4, 0.3, 0.3];
  await storeRuns(page, [made('good', 1, { summary: { epochs: 4, bestEpoch: 4 } })], {
    ...{ stepLosses: calm, epochs: CURVE },
  });
  const unsure = { summary: { val: guessed, ranking: null, epochs: 4, bestEpoch: 3 }, bestVal: 0.55 };
  await storeRuns(page, [made('guess', 2, unsure)], {
    ...{ stepLosses: calm, epochs: aucs([0.53, 0.54, 0.55, 0.505]) },
  });
  await storeRuns(page, [made('wild', 3, { status: 'failed', error, summary: null })], {
    ...{ stepLosses: [0.7, 40, 9e5, 7e9, 7e9, 7e9, 7e9, 7e9], epochs: aucs([0.6, 0.5, 0.5, 0.5]) },
  });
  await page.reload();
  await ready(page);
}

test('a run that learnt nothing is called so, beside others too, and one that diverges flattens no other', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openWithTrouble(page);
  const said = page.getByTestId('live-sentence');
  await expect(said).toContainText('Diverged in epoch 5');
  for (const id of ['good', 'guess']) await page.locator(`[data-run="${id}"]`).getByRole('checkbox').check();
  await expect(said).toContainText('A seed 3: Diverged');
  await expect(
    page.getByRole('note').filter({ hasText: 'C seed 2 is not shown to have learnt' }),
  ).toBeVisible();
  // The others fill the picture; where the one leaves it there is a mark, and words.
  const loss = page.getByRole('figure', { name: /^Training loss/ });
  await expect(loss.locator('[data-beyond]')).toHaveCount(1);
  await expect(loss.getByRole('note')).toHaveText(
    /^A seed 3 goes on beyond the top, to \S+: the axis is that of the others\.$/,
  );
  const height = (await loss.locator('path[data-curve="good"]').boundingBox())!.height;
  expect(height).toBeGreaterThan(60);
  await loss.scrollIntoViewIfNeeded();

  // A flag's words cross no curve and no other words, on a phone either.
  await page.locator('[data-run="wild"]').getByRole('checkbox').uncheck();
  await page.locator('[data-run="good"]').getByRole('checkbox').uncheck();
  await expect(said).toContainText(
    'Not shown to have learnt: its validation AUC is 0.550 (95 % interval 0.400 to 0.690)',
  );
  const auc = page.getByRole('figure', { name: /^Validation AUC/ });
  const flag = auc.locator('[data-flag] text');
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(flag).toHaveText('best: 3');
    await auc.scrollIntoViewIfNeeded();
    const crossed = await auc.evaluate((figure) => {
      const words = figure.querySelector('[data-flag] text')!.getBoundingClientRect();
      const level = [...figure.querySelectorAll('text')].find((text) => text.textContent === 'coin toss')!;
      const other = level.getBoundingClientRect();
      const overWords =
        words.left < other.right &&
        other.left < words.right &&
        words.top < other.bottom &&
        other.top < words.bottom;
      const curves = [...figure.querySelectorAll<SVGPathElement>('path[data-curve]')];
      const overCurves = curves.some((curve) => {
        const matrix = curve.getScreenCTM()!;
        const steps = Array.from({ length: 400 }, (_, step) => (step / 399) * curve.getTotalLength());
        return steps.some((step) => {
          const { x, y } = curve.getPointAtLength(step).matrixTransform(matrix);
          return x > words.left && x < words.right && y > words.top && y < words.bottom;
        });
      });
      return { overWords, overCurves };
    });
    expect(crossed, `at ${width} px`).toEqual({ overWords: false, overCurves: false });
  }
});
