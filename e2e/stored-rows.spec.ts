import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { sha256 } from 'hash-wasm';
import { parseStudy } from '../src/lab/study/study.ts';
import { createStudyState } from '../src/lab/study/study-state.ts';
import { exampleRow } from '../src/storage/testing/example-row.ts';
import { openLab, ready, runRows, tab } from './support/lab-page.ts';
import { putStored, readStored } from './support/stored.ts';
import { test } from './support/test.ts';

const notice = (page: Page) => page.getByRole('region', { name: 'Runs' }).getByRole('alert');

test('rows that cannot be read are set aside, saved and deleted, and the page is whole', async ({ page }) => {
  await openLab(page);
  await putStored(page, 'medmnist-lab-runs', 'rows', [
    exampleRow({ id: 'good' }),
    { ...exampleRow({ id: 'bad' }), recipe: { seed: 7 } },
    { ...exampleRow({ id: 'newer' }), version: 2 },
  ]);
  const study = createStudyState(parseStudy({ name: 'Whole' }), 'whole', 5);
  await putStored(page, 'medmnist-lab-studies', 'states', [
    study,
    { ...study, id: 'torn', study: { name: 'Torn' }, entries: [] },
  ]);
  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(1);
  await expect(notice(page)).toHaveCount(2);
  await expect(notice(page).first()).toContainText('2 stored runs cannot be read here.');
  await expect(notice(page).last()).toContainText('1 stored study cannot be read here.');
  for (const name of ['Data', 'Results', 'Compare', 'Study', 'Train']) {
    await tab(page, name).click();
    await expect(notice(page)).toHaveCount(2);
  }

  const saved = page.waitForEvent('download');
  await notice(page).first().getByRole('button', { name: 'Export as JSON' }).click();
  const found = JSON.parse(readFileSync(await (await saved).path(), 'utf8')) as { key: string }[];
  expect(found.map(({ key }) => key)).toEqual(['bad', 'newer']);
  expect(found[0]).toMatchObject({ stored: { row: { recipe: { seed: 7 } } } });

  await notice(page).first().getByRole('button', { name: 'Delete' }).click();
  await expect(notice(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(notice(page)).toHaveCount(2);
  await notice(page).first().getByRole('button', { name: 'Delete' }).click();
  await expect(notice(page)).toHaveCount(1);
  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(1);
  await expect(notice(page)).toHaveCount(1);
  await expect(notice(page)).toContainText('study');
});

test('a bundle with an incomplete record is refused whole, and the page opens as before', async ({
  page,
}) => {
  await openLab(page, '/#/study');
  const study = parseStudy({ name: 'Small' });
  const texts = {
    'study.json': {
      ...{ kind: 'medmnist-lab-study', version: 1, study },
      ...{ createdAt: new Date(0).toISOString(), openings: [] },
    },
    'runs/x.json': {
      ...{ kind: 'medmnist-lab-run', version: 1, key: 'x', predictions: { val: null, test: null } },
      record: { ...exampleRow({ id: 'x' }), recipe: { seed: 7 }, stepLosses: [], epochs: [] },
    },
  };
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, data]) => [name, strToU8(JSON.stringify(data))]),
  );
  const sums: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(files)) sums[name] = await sha256(bytes);
  const manifest = { kind: 'medmnist-lab-bundle', version: 1, sha256: sums };
  const zip = zipSync({ ...files, 'manifest.json': strToU8(JSON.stringify(manifest)) });
  await page.getByLabel('Study bundle').setInputFiles({
    ...{ name: 'bundle.zip', mimeType: 'application/zip' },
    buffer: Buffer.from(zip),
  });
  await expect(page.getByRole('alert')).toContainText('recipe is incomplete');
  await expect(page.getByRole('alert')).toContainText('nothing was imported');
  expect(await readStored(page, 'medmnist-lab-runs', 'rows')).toEqual([]);
  expect(await readStored(page, 'medmnist-lab-studies', 'states')).toEqual([]);
  await page.reload();
  await ready(page);
  await expect(runRows(page)).toHaveCount(0);
  await expect(notice(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Plan a study' })).toBeVisible();
});
