import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import sharp from 'sharp';
import { dropFile, open, train, turnTo } from './lab-page.ts';

/** Sets of three kinds, by their official files: two classes, five grades in colour, volumes. */
const SETS = [
  { file: 'pneumoniamnist', recipe: { width: 8, epochs: 4, batch: 64 } },
  { file: 'retinamnist', recipe: { width: 8, epochs: 8, batch: 32 } },
  { file: 'vesselmnist3d', recipe: { width: 4, epochs: 4, batch: 32 } },
] as const;
const PLAIN = { loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } } as const;
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
/** Between pictures on a sheet, in pixels. */
const GAP = 24;
/** Width of a sheet, in pixels. */
const SHEET = 1500;
const PATIENCE = { timeout: 300_000 };

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/**
 * Results, the look inside, comparison, stress and wrong labels of short runs on real images, as sheets for the documents:
 * wide and light beside narrow and dark.
 *
 * @param folder with the official files
 * @returns sheets by the name of their file
 */
export async function pictureRealSets(
  browser: Browser,
  origin: string,
  folder: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const sheets = new Map<string, Buffer>();
  const inside: Buffer[][] = [];
  for (const { file, recipe } of SETS) {
    const context = await browser.newContext({
      ...{ viewport: WIDE, serviceWorkers: 'block', reducedMotion: 'reduce', colorScheme: 'light' },
    });
    const page = await context.newPage();
    await open(page, `${origin}/#/train`);
    await dropFile(page, `${file}.npz`, readFileSync(join(folder, `${file}.npz`)));
    await page.evaluate(() => window.lab!.keepTestsOpen());
    await train(page, { ...recipe, ...PLAIN, augment: { flip: {}, noise: {} } });
    await train(page, { ...recipe, ...PLAIN });
    await page.addStyleTag({ content: '* { content-visibility: visible !important }' });
    sheets.set(`results-${file}.webp`, await sheetOf(await pictureResults(page)));
    inside.push(await pictureInside(page));
    if (file === 'pneumoniamnist') sheets.set('compare.webp', await sheetOf(await pictureCompared(page)));
    await context.close();
  }
  sheets.set('inside.webp', await sheetOf(inside));
  return sheets;
}

async function pictureResults(page: Page): Promise<Buffer[][]> {
  await turnTo(page, 'Results');
  const wide = async (names: readonly string[]) => {
    const pictures = [];
    for (const name of names) pictures.push(await region(page, name).screenshot());
    return pictures;
  };
  await region(page, 'Threshold').getByText('sensitivity at least', { exact: true }).click();
  await page.locator('path[data-band]').nth(1).waitFor(PATIENCE);
  await region(page, 'Calibration')
    .getByText(/temperature/)
    .first()
    .waitFor(PATIENCE);
  await page.waitForTimeout(1500);
  const left = await wide(['Answer', 'Separation', 'Threshold', 'Curves over all thresholds']);
  const right = await wide(['Confusion matrix', 'Each class by itself', 'Calibration', 'Scores']);
  await narrow(page, true);
  const phone = await wide(['Answer', 'Separation', 'Threshold', 'Confusion matrix']);
  await narrow(page, false);
  return [left, right, phone];
}

/** What a model makes of one image, and its map of all of them. */
async function pictureInside(page: Page): Promise<Buffer[]> {
  await turnTo(page, 'Train');
  const table = page.getByRole('region', { name: 'Light table' });
  const toggle = table.getByRole('button', { name: 'What the model sees' });
  if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
  await table.getByText(/cosine of their last features/).waitFor(PATIENCE);
  await table.getByRole('list', { name: /under each augmentation$/ }).waitFor(PATIENCE);
  await page.waitForTimeout(1000);
  const seen = await toggle.locator('xpath=../..').screenshot();
  await turnTo(page, 'Results');
  const map = region(page, 'Map of the features');
  const drawn = map.getByRole('application');
  const start = map.getByRole('button', { name: 'Draw the map' });
  await start.or(drawn).waitFor(PATIENCE);
  if (await start.isVisible()) await start.click();
  await drawn.waitFor(PATIENCE);
  await page.waitForTimeout(1000);
  return [seen, await map.screenshot()];
}

/** Two runs side by side, what stress does to them, and the labels that folds doubt. */
async function pictureCompared(page: Page): Promise<Buffer[][]> {
  await page.locator('[data-run] input[type=checkbox]').last().check();
  await turnTo(page, 'Compare');
  const stress = region(page, 'Under stress');
  await stress.getByRole('button', { name: /^Stress/ }).click();
  await stress.locator('[data-verdict]').waitFor(PATIENCE);
  const agreement = region(page, 'Image by image');
  await agreement
    .getByText(/alone is right/)
    .first()
    .waitFor(PATIENCE);
  await page.waitForTimeout(1500);
  const compared = await agreement.screenshot();
  const stressed = await stress.screenshot();
  await turnTo(page, 'Data');
  const labels = region(page, 'Wrong labels');
  await labels.getByLabel('Number of folds').selectOption('3');
  await labels.getByRole('button', { name: 'Train 3 folds' }).click();
  await labels.getByText(/doubted of/).waitFor(PATIENCE);
  await page.waitForTimeout(1500);
  return [[compared], [stressed, await fitted(labels, 728)]];
}

/** On a telephone in the dark, or back. */
async function narrow(page: Page, isNarrow: boolean): Promise<void> {
  await page.emulateMedia({ colorScheme: isNarrow ? 'dark' : 'light' });
  await page.setViewportSize(isNarrow ? NARROW : WIDE);
  await page.waitForTimeout(1500);
}

async function fitted(place: Locator, width: number): Promise<Buffer> {
  return await sharp(await place.screenshot())
    .resize({ width })
    .png()
    .toBuffer();
}

/** Columns of pictures, each from top to bottom, as one. */
async function sheetOf(columns: readonly (readonly Buffer[])[]): Promise<Buffer> {
  const placed: { input: Buffer; left: number; top: number }[] = [];
  let [left, height] = [GAP, 0];
  for (const column of columns) {
    let [top, widest] = [GAP, 0];
    for (const input of column) {
      const size = await sharp(input).metadata();
      placed.push({ input, left, top });
      top += size.height + GAP;
      widest = Math.max(widest, size.width);
    }
    left += widest + GAP;
    height = Math.max(height, top);
  }
  const whole = await sharp({ create: { width: left, height, channels: 3, background: '#d8dbe0' } })
    .composite(placed)
    .png()
    .toBuffer();
  return await sharp(whole)
    .resize({ width: SHEET, withoutEnlargement: true })
    .webp({ quality: 68 })
    .toBuffer();
}
