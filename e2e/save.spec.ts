import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { classFolders } from '../src/datasets/testing/image-files.ts';
import { faults } from './support/axe.ts';
import { endLeftCommands, lab } from './support/lab-command.ts';
import { keepTestsOpen, linkTo, openLab, runRows, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

async function downloaded(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download');
  await press();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test('an edition is saved as .npz and as shards, and what a run says of each image as CSV', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY, 'data'));
  const gallery = page.getByRole('region', { name: 'Gallery' });
  await gallery.getByRole('listbox', { name: 'Images' }).focus();
  await page.keyboard.press('x');
  await expect(gallery.getByLabel('Train on').locator('option:checked')).toHaveText('Edition 1 (1 out)');

  const set = page.getByLabel('Loaded set');
  const save = async (place: 'first' | 'last', format: RegExp) =>
    await downloaded(page, async () => {
      await set.getByRole('button', { name: 'Save the set' }).click();
      await page.getByRole('menuitem', { name: format })[place]().click();
    });
  await set.getByRole('button', { name: 'Save the set' }).click();
  await expect(page.getByRole('menu')).toContainText('Edition 1 (1 out)');
  expect(await faults(page, { within: '[role=menu]' })).toEqual([]);
  await page.keyboard.press('Escape');

  const edition = await save('first', /NumPy/);
  expect(edition.name).toBe('pneumonia-phantom-edition-1.npz');
  const shards = unzipSync((await save('first', /Zarr/)).bytes);
  expect(
    JSON.parse(strFromU8(shards['pneumonia-phantom-edition-1.zarr/zarr.json']!)).attributes.medmnist_lab,
  ).toMatchObject({
    name: expect.stringContaining('Edition 1 (1 out)'),
    counts: { train: 83 },
    synthetic: true,
  });
  const whole = await save('last', /NumPy/);
  expect(whole.name).toBe('pneumonia-phantom.npz');

  // The file is the set that it was made of, and needs no window when it is given.
  const own = await set.locator('code').first().textContent();
  const give = async ({ name, bytes }: typeof whole) =>
    await page
      .getByLabel('Choose a file')
      .setInputFiles({ name, mimeType: 'application/zip', buffer: bytes });
  await give(edition);
  await expect(set).toContainText('1 of 84 training images left out');
  await expect(set.locator('code').first()).not.toHaveText(own!);
  await expect(set).toContainText('Synthetic');
  await give(whole);
  await expect(set.locator('code').first()).toHaveText(own!);

  await tab(page, 'Train').click();
  await trainToEnd(page);
  const predictions = async () =>
    strFromU8(
      (
        await downloaded(page, async () => {
          await runRows(page)
            .first()
            .getByRole('button', { name: /^More about/ })
            .click();
          await page.getByRole('menuitem', { name: 'Predictions as CSV' }).click();
        })
      ).bytes,
    )
      .trim()
      .split('\n');
  const sealed = await predictions();
  expect(sealed[0]).toBe('part,item,from,from_item,label,label_name,score clear,score opacity');
  expect(sealed).toHaveLength(1 + 12);
  await expect(page.getByText('The test part is sealed: its images are not in the file.')).toBeVisible();
  await keepTestsOpen(page);
  const open = await predictions();
  expect(open).toHaveLength(1 + 12 + 24);
  expect(open.slice(0, 13)).toEqual(sealed);
});

test('the command line saves a set, and the predictions of a run', async () => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), 'lab-save-'));
  const at = (name: string) => join(folder, name);
  try {
    // The store is made of an .npz that the page saved.
    const saved = await lab('save', '--data', 'phantom:pneumonia', '--out', at('own.zarr'));
    expect(saved.code, saved.errors).toBe(0);
    const { attributes } = JSON.parse(await readFile(at('own.zarr/zarr.json'), 'utf8'));
    const { fingerprint, counts, synthetic } = attributes.medmnist_lab;
    expect({ counts, synthetic }).toMatchObject({ counts: { train: 840 }, synthetic: true });
    const settings = ['width=2', 'epochs=1', 'batch=64', 'optimizer=adam', 'loss=cross-entropy'];
    const shared = ['--data', 'phantom:pneumonia', ...settings.flatMap((change) => ['--set', change])];
    const trained = await lab('train', ...shared, '--out', at('run.json'), '--predictions', at('run.csv'));
    expect(trained.code, trained.errors).toBe(0);
    expect((await readFile(at('run.csv'), 'utf8')).trim().split('\n')).toHaveLength(1 + counts.val);
    expect(JSON.parse(await readFile(at('run.json'), 'utf8')).dataset.fingerprint).toBe(fingerprint);
  } finally {
    endLeftCommands();
    await rm(folder, { recursive: true, force: true });
  }
});

test('the command line takes a folder of pictures by the options of --import, to the byte', async () => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), 'lab-import-'));
  const at = (name: string) => join(folder, name);
  try {
    const pictures = { ...classFolders(40, 28), 'sick/torn.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47]) };
    for (const [path, bytes] of Object.entries(pictures)) {
      await mkdir(dirname(at(`lungs/${path}`)), { recursive: true });
      await writeFile(at(`lungs/${path}`), bytes);
    }
    const save = (data: string, out: string, ...more: readonly string[]) =>
      lab('save', '--data', at(data), '--out', at(out), ...more);
    const refused = await save('lungs', 'none.npz');
    expect(refused.code).not.toBe(0);
    expect(refused.errors).toContain('sick/torn.png');
    expect(refused.errors).toContain('{ "leaveOut": ["broken"] }');
    await writeFile(at('options.json'), JSON.stringify({ leaveOut: ['broken'], draw: { seed: 3 } }));
    const taken = await save('lungs', 'lungs.npz', '--import', at('options.json'));
    expect(taken.code, taken.errors).toBe(0);
    // What was written is the same set again, and the same file.
    const again = await save('lungs.npz', 'again.npz');
    expect(again.code, again.errors).toBe(0);
    expect(Buffer.compare(await readFile(at('again.npz')), await readFile(at('lungs.npz')))).toBe(0);
  } finally {
    endLeftCommands();
    await rm(folder, { recursive: true, force: true });
  }
});
