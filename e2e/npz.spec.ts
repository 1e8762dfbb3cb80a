import type { Page } from '@playwright/test';
import { syntheticNpz } from '../src/datasets/testing/synthetic-npz.ts';
import {
  curves,
  keepTestsOpen,
  linkTo,
  openLab,
  ready,
  runRows,
  TINY,
  tab,
  trainButton,
  trainToEnd,
} from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

const NPZ = syntheticNpz({ counts: { train: 60, val: 20, test: 20 }, imageShape: [28, 28], classes: 2 });

/** Drops a file on the page itself, as a person would from a folder. */
async function dropOnPage(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(content as number[])], fileName as string));
      return data;
    },
    [name, [...bytes]] as const,
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  const target = page.getByText('Drop images or a MedMNIST file to train on it');
  await expect(target).toBeVisible();
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await target.dispatchEvent(type, { dataTransfer: transfer });
  }
}

test('a file in the official layout is dropped, trained twice, and both runs outlive a reload', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY));
  await dropOnPage(page, 'mine.npz', NPZ);
  await expect(page.getByRole('button', { name: /^Data: mine/ })).toBeVisible();

  await page.getByRole('checkbox', { name: 'Flip' }).check();
  await page.getByRole('combobox', { name: 'Balancing' }).selectOption('Upsample');
  await trainToEnd(page);
  await expect(runRows(page).first()).toContainText('flip');
  await expect(curves(page, /Validation AUC/)).toHaveCount(2);
  const test = await runRows(page).first().textContent();

  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(1);
  await expect(runRows(page).first()).toHaveText(test ?? '');
  await expect(curves(page, /Validation AUC/)).toHaveCount(2);

  await expect(page.getByRole('button', { name: /^Data: mine/ })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Flip', exact: true }).uncheck();
  await page.getByRole('radiogroup', { name: 'Normalise' }).getByText('−1 to 1').click();
  await trainToEnd(page);

  const chart = page.getByRole('figure', { name: /Validation AUC/ });
  await expect(curves(page, /Validation AUC/)).toHaveCount(4);
  await expect(chart.locator('text', { hasText: 'flip' })).toBeVisible();
  await expect(chart.locator('text', { hasText: 'normalise' })).toBeVisible();

  await tab(page, 'Compare').click();
  await expect(page.getByRole('columnheader', { name: 'Normalise' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Balancing' })).toBeHidden();

  // The view stands in the address: a reload shows the same curve, and the same part of it.
  await page.getByRole('radiogroup', { name: 'Kind of curve' }).getByText('precision and recall').click();
  const rates = page.getByRole('figure', { name: /^precision and recall of/ });
  await expect(rates.locator('path[data-curve]')).toHaveCount(2);
  await rates.scrollIntoViewIfNeeded();
  const box = (await rates.boundingBox())!;
  await page.mouse.move(box.x + 200, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 400, box.y + 100);
  await page.mouse.up();
  await expect(rates.getByRole('button', { name: 'Show all' })).toBeVisible();
  await page.reload();
  await ready(page);
  await expect(rates.locator('path[data-curve]')).toHaveCount(2);
  await rates.getByRole('button', { name: 'Show all' }).click();
  await expect(rates.getByRole('button', { name: 'Show all' })).toBeHidden();
  expect(page.url()).not.toContain('rates=');

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export runs' }).click();
  await page.getByRole('menuitem', { name: 'Listed runs as CSV' }).click();
  const [header, ...lines] = (await readAll(await (await download).createReadStream())).trimEnd().split('\n');
  expect(header).toMatch(
    /^name,data,.*normalise,.*seed,.*val_auc_cross_fitted,val_auc_best_epoch,best_epoch,/,
  );
  // The test part is sealed.
  expect(header).not.toContain('test');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^upsample|^normalise/);

  await runRows(page).first().getByRole('checkbox').uncheck();
  await expect(page.getByText('Two runs or more will be laid over each other here')).toBeVisible();
});

test('a run is exported, renamed, deleted, and comes back by undo', async ({ page }) => {
  await openLab(page, linkTo(TINY));
  await keepTestsOpen(page);
  await trainToEnd(page);

  const menu = async (item: string) => {
    await runRows(page)
      .first()
      .getByRole('button', { name: /More about/ })
      .click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const download = page.waitForEvent('download');
  await menu('Export as JSON');
  const record = JSON.parse(await readAll(await (await download).createReadStream()));
  expect(record).toMatchObject({ version: 1, status: 'finished', recipe: { width: 2, epochs: 2 } });
  expect(record.epochs).toHaveLength(2);
  expect(record.stepLosses).toHaveLength(2 * record.stepsPerEpoch);
  expect(record.summary.test.auc).toBeGreaterThanOrEqual(0);
  expect(record.testSeal).toMatchObject({ open: true, keptOpenSince: expect.any(Number) });

  await menu('Rename');
  await page.getByRole('textbox', { name: 'Name of the run' }).fill('my first');
  await page.keyboard.press('Enter');
  await expect(runRows(page).first()).toContainText('my first');

  await menu('Delete');
  await expect(runRows(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(runRows(page).first()).toContainText('my first');
  await page.reload();
  await ready(page);
  await expect(runRows(page).first()).toContainText('my first');
  await expect(curves(page, /Validation AUC/)).toHaveCount(2);
  await expect(trainButton(page)).toBeEnabled();
});

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream) text += piece.toString();
  return text;
}
