import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import sharp from 'sharp';
import { parseRecipe, recipeToLink } from '../src/lab/recipe/parse.ts';
import { dropFile, open, train, turnTo } from './lab-page.ts';

/** Sets of three kinds, by their official files: two classes, five grades in colour, volumes. */
const SETS = [
  { file: 'pneumoniamnist', recipe: { width: 8, epochs: 4, batch: 64 } },
  { file: 'retinamnist', recipe: { width: 8, epochs: 8, batch: 32 } },
  { file: 'vesselmnist3d', recipe: { width: 4, epochs: 4, batch: 32 } },
] as const;
const PLAIN = { loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } } as const;
/** So high that nothing has to be scrolled: what sticks to the screen's edges would lie over the pictures. */
const HEIGHT = 6000;
const WIDE = { width: 1440, height: HEIGHT };
const NARROW = { width: 390, height: HEIGHT };
/** Between pictures on a sheet, in pixels. */
const GAP = 24;
/** Width of a sheet, in pixels. */
const SHEET = 1500;
/** Until what moves, or is drawn after the first picture, is there. */
const SETTLED_MS = 3000;
const PATIENCE = { timeout: 300_000 };

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Light and dark, on a screen and on a telephone. */
const SCHEMES = ['light', 'dark'] as const;

/** What the panels of one set look like, from top to bottom, on one screen in one scheme. */
interface Panels {
  readonly figures: readonly Buffer[];
  readonly rest: readonly Buffer[];
  readonly inside: readonly Buffer[];
  readonly compared: readonly Buffer[];
}

/**
 * Results, the look inside, comparison, stress and wrong labels of short runs on real images, as sheets for the documents:
 * of each set one of its results and one of all else, light and dark, each with what a telephone shows.
 *
 * @param folder with the official files
 * @param raw where each picture goes as it was taken, to be looked at
 * @yields the name of a file, and its sheet
 */
export async function* pictureRealSets(
  browser: Browser,
  origin: string,
  folder: string,
  raw: string,
): AsyncGenerator<readonly [name: string, sheet: Buffer]> {
  for (const { file, recipe } of SETS) {
    const context = await browser.newContext({
      ...{ viewport: WIDE, serviceWorkers: 'block', reducedMotion: 'reduce', colorScheme: 'light' },
    });
    const page = await context.newPage();
    const plain = { ...recipe, ...PLAIN };
    // The folds are trained with the recipe of the form.
    await open(page, `${origin}/#/train?recipe=${recipeToLink(parseRecipe(plain))}`);
    await dropFile(page, `${file}.npz`, readFileSync(join(folder, `${file}.npz`)));
    await page.evaluate(() => window.lab!.keepTestsOpen());
    await trainFolds(page);
    await train(page, { ...plain, augment: { flip: {}, noise: {} } });
    await train(page, plain);
    await page.addStyleTag({ content: '* { content-visibility: visible !important }' });
    await workOut(page);
    for (const scheme of SCHEMES) {
      const [wide, narrow] = [
        await pictureAll(page, WIDE, scheme),
        await pictureAll(page, NARROW, scheme),
      ] as const;
      keepRaw(raw, `${file}-1440-${scheme}`, wide);
      keepRaw(raw, `${file}-390-${scheme}`, narrow);
      const half = Math.ceil(wide.figures.length / 2);
      yield [
        `results-${file}-${scheme}.webp`,
        await sheetOf([
          ...[wide.figures.slice(0, half), wide.figures.slice(half)],
          ...[narrow.figures.slice(0, half), narrow.figures.slice(half)],
        ]),
      ];
      yield [
        `inside-${file}-${scheme}.webp`,
        await sheetOf([
          [...wide.inside, ...wide.rest],
          wide.compared,
          ...[narrow.inside, narrow.rest, narrow.compared],
        ]),
      ];
    }
    await context.close();
  }
}

function keepRaw(folder: string, name: string, panels: Panels): void {
  for (const [part, pictures] of Object.entries(panels)) {
    pictures.forEach((picture: Buffer, index: number) => {
      writeFileSync(join(folder, `${name}-${part}-${index}.png`), picture);
    });
  }
}

async function trainFolds(page: Page): Promise<void> {
  await turnTo(page, 'Data');
  const labels = region(page, 'Wrong labels');
  await labels.getByLabel('Number of folds').selectOption('3');
  await labels.getByRole('button', { name: 'Train 3 folds' }).click();
  await labels.getByText(/doubted of/).waitFor(PATIENCE);
}

/** All else that takes its time, once: the map, the look inside, the stresses of the two latest runs. */
async function workOut(page: Page): Promise<void> {
  await turnTo(page, 'Results');
  await region(page, 'Threshold').getByText('sensitivity at least', { exact: true }).click();
  const map = region(page, 'Map of the features');
  const start = map.getByRole('button', { name: 'Draw the map' });
  await start.or(map.getByRole('application')).waitFor(PATIENCE);
  if (await start.isVisible()) await start.click();
  await map.getByRole('application').waitFor(PATIENCE);
  await turnTo(page, 'Train');
  const toggle = insideToggle(page);
  if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
  await turnTo(page, 'Compare');
  const boxes = await page.locator('[data-run] input[type=checkbox]').all();
  for (const [place, box] of boxes.entries()) await box.setChecked(place < 2);
  const stress = region(page, 'Under stress');
  await stress.getByRole('button', { name: 'Stress 2 models' }).click();
  await stress.locator('[data-verdict]').waitFor(PATIENCE);
}

function insideToggle(page: Page): Locator {
  return region(page, 'Light table').getByRole('button', { name: 'What the model sees' });
}

async function pictureAll(
  page: Page,
  screen: typeof WIDE | typeof NARROW,
  colorScheme: (typeof SCHEMES)[number],
): Promise<Panels> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(screen);
  await turnTo(page, 'Results');
  await page.locator('path[data-band]').nth(1).waitFor(PATIENCE);
  await region(page, 'Calibration')
    .getByText(/temperature/)
    .first()
    .waitFor(PATIENCE);
  const figures = await regions(page, [
    ...['Answer', 'Separation', 'Threshold', 'Curves over all thresholds'],
    ...['Confusion matrix', 'Each class by itself', 'Calibration', 'Scores'],
  ]);
  await region(page, 'Map of the features').getByRole('application').waitFor(PATIENCE);
  const map = await regions(page, ['Map of the features']);
  await turnTo(page, 'Train');
  const table = region(page, 'Light table');
  await table.getByText(/cosine of their last features/).waitFor(PATIENCE);
  await table.getByRole('list', { name: /under each augmentation$/ }).waitFor(PATIENCE);
  await page.waitForTimeout(SETTLED_MS);
  const seen = await insideToggle(page).locator('xpath=../..').screenshot();
  await turnTo(page, 'Compare');
  await region(page, 'Under stress').locator('[data-verdict]').waitFor(PATIENCE);
  await region(page, 'Image by image')
    .getByText(/alone is right/)
    .first()
    .waitFor(PATIENCE);
  const compared = await regions(page, ['Image by image', 'Under stress']);
  await turnTo(page, 'Data');
  await region(page, 'Wrong labels')
    .getByText(/doubted of/)
    .waitFor(PATIENCE);
  return { figures, inside: [seen, ...map], compared, rest: await regions(page, ['Wrong labels']) };
}

async function regions(page: Page, names: readonly string[]): Promise<Buffer[]> {
  await page.waitForTimeout(SETTLED_MS);
  const pictures = [];
  for (const name of names) pictures.push(await region(page, name).screenshot());
  return pictures;
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
    .webp({ quality: 55, effort: 6 })
    .toBuffer();
}
