import type { Page } from '@playwright/test';
import { exampleEpoch, exampleRow } from '../src/storage/testing/example-row.ts';
import { keepTestsOpen, openLab, ready, runRows, tab } from './support/lab-page.ts';
import { storeRuns } from './support/store-runs.ts';
import { expect, test } from './support/test.ts';

/** Puts two finished runs on an official set into the browser's storage. */
async function storeTwoRuns(
  page: Page,
  set = { id: 'pneumoniamnist', name: 'PneumoniaMNIST' },
): Promise<void> {
  const { dataset } = exampleRow();
  const rows = ['a', 'b'].map((id, index) =>
    exampleRow({
      id,
      createdAt: 1_700_000_000_000 + index,
      dataset: {
        ...dataset,
        key: `${set.id}@28`,
        catalogueId: set.id,
        name: set.name,
        synthetic: false,
      },
    }),
  );
  const epochs = [exampleEpoch(1, 0.97), exampleEpoch(2, 0.98)];
  await storeRuns(page, rows, { stepLosses: [0.7, 0.5, 0.4, 0.3], epochs });
}

test('test figures of others stand beside test scores, and on no validation chart', async ({ page }) => {
  await openLab(page);
  await storeTwoRuns(page);
  await page.reload();
  await ready(page);
  const others = /ResNet-18, 28 px|seed study/;

  await tab(page, 'Compare').click();
  await runRows(page).nth(1).getByRole('checkbox').click();
  await expect(page.getByRole('main')).not.toContainText(others);
  await page
    .getByRole('region', { name: /^Seal of/ })
    .getByRole('button', { name: 'Open' })
    .click();
  const testScores = page.getByRole('region', { name: 'Test AUC' });
  await expect(testScores).toContainText('ResNet-18, 28 px (MedMNIST v2)');
  await expect(testScores).toContainText('seed study: flip + normalise');
  const chart = page.getByRole('figure', { name: /^(Validation|Mean validation) AUC/ });
  await expect(chart.locator('path[data-curve]')).not.toHaveCount(0);
  await expect(chart).not.toContainText(others);

  // Train is about the set that is loaded.
  await tab(page, 'Train').click();
  await expect(page.getByRole('main')).toContainText('2 ticked runs are on other sets');
  await expect(page.getByRole('main')).not.toContainText(others);

  await tab(page, 'Results').click();
  const beside = page.getByRole('region', { name: 'Beside the figures of others' });
  await expect(beside).toContainText('ResNet-18, 28 px (MedMNIST v2)');
  // Which run it is about is said and chosen, by key too.
  const run = page.getByRole('combobox', { name: 'Results of the run' });
  const shown = await run.inputValue();
  await run.press('ArrowDown');
  await expect(run).not.toHaveValue(shown);
  await expect(run).toBeFocused();
});

test('a published figure is named in words, not by its key', async ({ page }) => {
  await openLab(page);
  await storeTwoRuns(page, { id: 'vesselmnist3d', name: 'VesselMNIST3D' });
  await keepTestsOpen(page);
  await page.reload();
  await ready(page);
  await tab(page, 'Results').click();
  const beside = page.getByRole('region', { name: 'Beside the figures of others' });
  await expect(beside).toContainText('ResNet-18 2.5D (MedMNIST v2)');
  await expect(beside).not.toContainText('resnet18_');
});
