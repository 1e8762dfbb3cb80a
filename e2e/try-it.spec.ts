import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { pngBytes } from '../src/datasets/testing/image-files.ts';
import { seriousFaults } from './support/axe.ts';
import { linkTo, openLab, runRows, TINY, trainToEnd } from './support/lab-page.ts';
import { expect, test } from './support/test.ts';

/** A grey picture that is not square, as a person has one. */
const PICTURE = {
  name: 'mine.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    pngBytes(
      Uint8Array.from({ length: 60 * 45 }, (_, at) => (at * 7) % 251),
      60,
      45,
    ),
  ),
};

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Serves the files under a path of their own, as the plainest host does: without any header but the type. */
async function hosted(files: Readonly<Record<string, Uint8Array>>, under: string) {
  const server = createServer(({ url }, response) => {
    const path = url!.replace(under, '').replace(/\/$/, '/index.html');
    const bytes = url!.startsWith(under) ? files[path] : undefined;
    const type = TYPES[path.split('.').at(-1)!] ?? 'application/octet-stream';
    response.writeHead(bytes ? 200 : 404, { 'content-type': type }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: (path: string) => `http://127.0.0.1:${port}${under}${path}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Hands the picture to a page as the clipboard or a drag does. */
async function give(page: Page, how: 'paste' | 'drop'): Promise<void> {
  await page.evaluate(
    ([bytes, way]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], `${way}.png`, { type: 'image/png' }));
      const event =
        way === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data })
          : new DragEvent('drop', { dataTransfer: data });
      window.dispatchEvent(event);
    },
    [[...PICTURE.buffer], how] as const,
  );
}

async function scoresIn(place: Page | Locator): Promise<readonly number[]> {
  await expect(place.locator('data')).toHaveCount(2);
  return (
    await place.locator('data').evaluateAll((all) => all.map((each) => each.getAttribute('value')))
  ).map(Number);
}

test('a model takes any picture, and its own page says the same of it on any host', async ({
  page,
  context,
}) => {
  await openLab(page, linkTo({ ...TINY, normalise: 'train' }));
  await trainToEnd(page);
  await runRows(page)
    .first()
    .getByRole('button', { name: /^More about/ })
    .click();
  await page.getByRole('menuitem', { name: 'Try it with a picture' }).click();
  const dialog = page.getByRole('dialog');
  // It begins with an image of the set.
  await expect(dialog.getByRole('img', { name: 'validation image 0' })).toBeVisible();
  const ofSet = await scoresIn(dialog);
  await dialog.getByLabel('Choose a picture').setInputFiles(PICTURE);
  await expect(dialog.getByRole('img', { name: 'mine.png' })).toBeVisible();
  await expect(dialog.getByText(/Grad-CAM|Nothing in this image/)).toBeVisible();
  await expect(dialog.getByRole('img', { name: /^training image \d+/ })).toHaveCount(6);
  const scores = await scoresIn(dialog);
  expect(scores).not.toEqual(ofSet);
  expect(await seriousFaults(page, { within: '[role=dialog]' })).toEqual([]);
  await dialog.getByLabel('Made square').selectOption('cropped');
  await expect.poll(() => scoresIn(dialog)).not.toEqual(scores);
  const cropped = await scoresIn(dialog);
  await give(page, 'paste');
  await expect(dialog.getByRole('img', { name: 'paste.png' })).toBeVisible();

  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a page' }).click();
  const zip = unzipSync(readFileSync(await (await download).path()));
  const [root] = Object.keys(zip)[0]!.split('/');
  const host = await hosted(zip, '/some/where/');
  try {
    const own = await context.newPage();
    await own.goto(host.address(`${root}/`));
    await expect(own.getByText('This is not a medical device')).toBeVisible();
    await own.reload();
    await own.locator('#file').setInputFiles(PICTURE);
    const shown = await scoresIn(own);
    shown.forEach((score, place) => {
      expect(Math.abs(score - scores[place]!)).toBeLessThan(1e-5);
    });
    await own.getByLabel('Made square by').selectOption('cropping to the middle');
    await expect.poll(async () => (await scoresIn(own))[0]).toBeCloseTo(cropped[0]!, 5);
    await expect(own.getByText(/Grad-CAM|Nothing in this image/)).toBeVisible();
    await expect(own.getByRole('img', { name: /^A training image/ })).toHaveCount(6);
    await own.getByRole('button', { name: /^Validation image 1, / }).click();
    await expect.poll(async () => (await scoresIn(own))[0]).toBeCloseTo(ofSet[0]!, 5);
    for (const how of ['paste', 'drop'] as const) {
      await give(own, how);
      await expect.poll(async () => (await scoresIn(own))[0]).toBeCloseTo(cropped[0]!, 5);
    }
    await expect(own.getByRole('row', { name: /^Licence of the data/ })).toContainText('synthetic');
    expect(await seriousFaults(own)).toEqual([]);
    // A file that is no picture is refused in words, and the page goes on.
    await own
      .locator('#file')
      .setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no') });
    await expect(own.getByRole('status')).toContainText('The picture cannot be read');
  } finally {
    host.close();
  }
});
