import type { Browser } from 'playwright';
import sharp from 'sharp';
import { parseRecipe, recipeToLink } from '../src/lab/recipe/parse.ts';
import { begin, open } from './lab-page.ts';

const SCREEN = { width: 1280, height: 800 } as const;
/** Width of the loop, in pixels. */
const WIDTH = 960;
const FRAMES = 44;
const FRAME_MS = 140;
const RECIPE = {
  dataset: { kind: 'phantom', shape: 'pneumonia' },
  ...{ width: 8, batch: 32, epochs: 10, augment: { flip: {}, noise: {} } },
};
/** The last frame stays, to be looked at. */
const REST_MS = 2500;

/**
 * The lab while it learns, from the heap to the order, as an animated WebP that plays again and again.
 *
 * @param origin where the page is served, without a slash at the end
 */
export async function filmTraining(browser: Browser, origin: string): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: SCREEN,
    colorScheme: 'light',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  // A page that moves, as most people's does; opened with a recipe, it starts no run by itself.
  await open(page, `${origin}/#/train?recipe=${recipeToLink(parseRecipe(RECIPE))}`);
  const frames: Buffer[] = [await page.screenshot()];
  const id = await begin(page, RECIPE);
  while (frames.length < FRAMES) {
    const next = new Promise((resolve) => setTimeout(resolve, FRAME_MS));
    frames.push(await page.screenshot());
    await next;
    const progress = await page.evaluate((run) => window.lab!.progress(run)?.status, id);
    if (progress !== 'running') break;
  }
  await page.waitForTimeout(1000);
  frames.push(await page.screenshot());
  await context.close();
  const small = await Promise.all(
    frames.map((frame) => sharp(frame).resize({ width: WIDTH }).png().toBuffer()),
  );
  const delay = small.map((_, index) => (index === small.length - 1 ? REST_MS : FRAME_MS));
  return await sharp(small, { join: { animated: true } })
    .webp({ quality: 55, effort: 6, delay, loop: 0 })
    .toBuffer();
}

/** A still as documents show it. @param most height that is shown, in pixels of the page */
export async function still(picture: Buffer, most = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata();
  return await sharp(picture)
    .extract({ left: 0, top: 0, width, height: Math.min(height, most) })
    .resize({ width: 1200, withoutEnlargement: true })
    .webp({ quality: 72 })
    .toBuffer();
}
