import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FILE_INPUT_ID } from '../src/app/automation-types.ts';
import { classFolders, zipOf } from '../src/datasets/testing/image-files.ts';
import { npzBytes, syntheticArrays } from '../src/datasets/testing/synthetic-npz.ts';
import { seriousFaults } from './support/axe.ts';
import { dropFromDesktop } from './support/drop-from-desktop.ts';
import { latestRecord, linkTo, openLab, ready, TINY, tab, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

/** One training array of 16 bits with one-hot labels, as somebody would save it. */
function ownArrays(): Uint8Array {
  const { train_images, train_labels } = syntheticArrays({
    counts: { train: 80, val: 2, test: 2 },
    imageShape: [28, 28],
    classes: 2,
  });
  const columns = Uint8Array.from([...train_labels!.data].flatMap((label) => [1 - label, label]));
  const words = Uint16Array.from(train_images!.data, (value) => 1000 + value);
  return npzBytes({
    X: { shape: [80, 28, 28], dtype: '<u2', data: new Uint8Array(words.buffer) },
    y: { shape: [80, 2], data: columns },
  });
}

test('arrays of one’s own: what is open is asked, what is assumed can be changed, and the run tells it', async ({
  page,
}) => {
  await openLab(page, linkTo(TINY, 'data'));
  const give = () =>
    page.getByLabel('Choose a file').setInputFiles({
      name: 'lungs.npz',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(ownArrays()),
    });
  await give();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('X (80, 28, 28) of uint16 with y (80, 2) of uint8');
  const take = dialog.getByRole('button', { name: 'Take the images' });
  await expect(take).toBeDisabled();
  await dialog.getByRole('button', { name: '2 classes, of which each image is one' }).click();
  await expect(take).toBeEnabled();
  await expect(dialog.getByRole('img', { name: 'An image of class 1' })).toHaveCount(6);
  await expect(dialog).toContainText('56 training, 8 validation, 16 test images of 28 × 28 pixels, grey.');
  expect(await seriousFaults(page, { within: '[role=dialog]' })).toEqual([]);

  await dialog.getByLabel('Test, %').fill('10');
  await dialog.getByLabel('Test, %').press('Enter');
  await expect(dialog).toContainText('64 training, 8 validation, 8 test images');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save these choices' }).click();
  const options = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect(options).toMatchObject({ version: 1, labels: 'classes', draw: { val: 0.1, test: 0.1, seed: 1 } });

  // A page may not have a file again by itself: the choices are kept, and are back with the same file.
  await page.reload();
  await ready(page);
  const left = page.getByLabel('An import that was left');
  await expect(left).toContainText('The import of lungs.npz was not finished. Your choices are kept');
  expect(await seriousFaults(page, { within: '[aria-label="An import that was left"]' })).toEqual([]);
  await give();
  await expect(dialog).toContainText('Your choices for these files are back.');
  await expect(dialog).toContainText('64 training, 8 validation, 8 test images');
  await take.click();
  await expect(page.getByRole('button', { name: /^Data: lungs/ })).toBeVisible();
  await expect(left).toBeHidden();
  await trainToEnd(page);
  const { dataset } = await latestRecord(page);
  expect(dataset.imported).toEqual(options);

  // What was made of the files is kept, and is the same after a reload.
  await page.reload();
  await ready(page);
  await expect(page.getByRole('button', { name: /^Data: lungs/ })).toBeVisible();
  await expect(page.getByLabel('Loaded set')).toContainText('The 2 columns are read as classes.');
  await expect(page.getByLabel('Loaded set')).toContainText(dataset.fingerprint.slice(0, 12));
});

test('a folder of pictures: a broken one is told by name and left out; a script gets the same set by the same options', async ({
  page,
}, info) => {
  const pictures = {
    ...classFolders(40, 28),
    'sick/torn.jpg': new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]),
  };
  const rows = Object.keys(pictures).map((path, index) =>
    [path, path.split('/')[0], 'FM'[(index >> 1) % 2], 20 + (index % 4)].join(),
  );
  const table = { 'labels.csv': `filename,label,sex,age\n${rows.join('\n')}\n` };
  const folder = info.outputPath('lungs');
  for (const [path, bytes] of Object.entries({ ...pictures, ...table })) {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, bytes);
  }
  await openLab(page, linkTo(TINY, 'data'));
  await dropFromDesktop(page, folder);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('1 file cannot be read: sick/torn.jpg');
  await page.keyboard.press('Escape');

  // A folder that the browser gives a handle of is found again after a reload. (Here one of its own: no window of the
  // system can be answered.)
  await page.evaluate(async (name) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
    Object.assign(window, { showDirectoryPicker: async () => root });
    for (const path of ['normal/1.png', 'sick/2.png', 'sick/3.png', 'normal/4.png']) {
      const [within, file] = path.split('/') as [string, string];
      const place = await root.getDirectoryHandle(within, { create: true });
      const writing = await (await place.getFileHandle(file, { create: true })).createWritable();
      const canvas = new OffscreenCanvas(20, 20);
      canvas.getContext('2d')!.fillRect(0, 0, 5 * file.charCodeAt(0) - 240, 20);
      await writing.write(await canvas.convertToBlob());
      await writing.close();
    }
  }, 'kept');
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(dialog).toContainText('4 images: PNG, 20 × 20 pixels.');
  await dialog.getByLabel('Size').selectOption('64 pixels');
  await expect(dialog).toContainText('to 64 × 64 pixels');
  await page.reload();
  await ready(page);
  const left = page.getByLabel('An import that was left');
  await expect(left).toContainText('The import of kept was not finished. Your choices are kept.');
  await left.getByRole('button', { name: 'Go on with it' }).click();
  await expect(dialog).toContainText('to 64 × 64 pixels');
  await expect(dialog).toContainText('Your choices for these files are back.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(left).toBeHidden();

  // The same folder by the list that browsers without handles make of it.
  await page.getByLabel('Choose a folder of images').setInputFiles(folder);
  await expect(dialog).toContainText('1 file cannot be read: sick/torn.jpg');
  await dialog.getByRole('button', { name: 'Leave these files out' }).click();
  // Taken from a slow disk it is cancelled on the way: the set before stays, and so do the choices.
  const slowDisk = await page
    .workers()
    .find((worker) => worker.url().includes('/host-'))!
    .evaluateHandle(() => {
      const read = Blob.prototype.arrayBuffer;
      Blob.prototype.arrayBuffer = async function () {
        await new Promise((resolve) => setTimeout(resolve, 3000));
        return await read.call(this);
      };
      return {
        mend: () => {
          Blob.prototype.arrayBuffer = read;
        },
      };
    });
  await dialog.getByRole('button', { name: 'Take the images' }).click();
  const loading = page.getByRole('region', { name: 'Loading' });
  await loading.getByRole('button', { name: 'Cancel' }).click();
  await expect(loading).toBeHidden();
  await expect(page.getByRole('button', { name: /^Data: Pneumonia phantom/ })).toBeVisible();
  await slowDisk.evaluate(({ mend }) => mend());

  await page.getByLabel('Choose a folder of images').setInputFiles(folder);
  await expect(dialog).toContainText('Your choices for these files are back.');
  await dialog.getByLabel('Kept together').selectOption('a part of the file name');
  await expect(dialog).toContainText('each group on one side');
  await expect(dialog).toContainText('Results can be broken down by sex (2 groups), age (4 groups).');
  await dialog.getByRole('button', { name: 'Take the images' }).click();
  await expect(page.getByRole('button', { name: /^Data: lungs/ })).toBeVisible();
  const fingerprint = async () =>
    (await page.getByLabel('Loaded set').locator('code').first().textContent()) ?? '';
  const own = await fingerprint();

  // What the table says besides is kept with the set, over a reload too, and breaks the scores down.
  await page.reload();
  await ready(page);
  await expect(page.getByRole('button', { name: /^Data: lungs/ })).toBeVisible();
  await trainToEnd(page);
  await tab(page, 'Results').click();
  const groups = page.getByRole('region', { name: 'Scores by group' });
  await expect(groups.getByRole('row', { name: /^F / })).toContainText('of a class');
  await expect(groups.getByRole('rowheader', { name: 'age' })).toBeVisible();
  await expect(groups).toContainText('No group can be judged: each has fewer than 10 images of a class.');
  expect(await seriousFaults(page, { within: '[aria-label="Scores by group"]' })).toEqual([]);
  await tab(page, 'Data').click();

  const [zip] = zipOf({ ...pictures, ...table }, 'scripted.zip');
  const give = async (options: object | null) => {
    await page.evaluate((wanted) => window.lab!.importWith(wanted), options);
    await page.locator(`#${FILE_INPUT_ID}`).setInputFiles({
      name: 'scripted.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(await zip!.file.arrayBuffer()),
    });
    return await page.evaluate(() => window.lab!.fileLoad());
  };
  expect(await give(null)).toMatchObject({
    ok: false,
    error: { code: 'needs-choice', remedy: expect.stringContaining('{ "leaveOut": ["broken"] }') },
  });
  const taken = await give({ leaveOut: ['broken'], group: { pattern: '(case ?\\d+)' } });
  expect(taken).toMatchObject({ ok: true, value: { name: 'scripted' } });
  expect(await fingerprint()).toBe(own);
});
