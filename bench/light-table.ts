import { type Browser, chromium, type Page } from 'playwright';
import { APP_FOLDERS, buildAppIfStale } from '../scripts/app-build.mjs';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/browser.mjs';
import { say } from '../scripts/say.mjs';
import { serveFolders } from '../scripts/static-server.mjs';
import { trainInPage } from '../scripts/testing/train-in-page.ts';
import { type BenchEntry, summarise } from '../src/lab/bench/entry.ts';

const NAME = 'page/light-table';
const PAIRS = 9;
/** 600 of them are for validation: as many tiles as the table shows at most. */
const IMAGES = 6000;
const RECIPE = { width: 8, batch: 64, epochs: 2, seed: 1 };

/**
 * What the light table costs the training beside it: the time of the same run, on all threads, with 600 tiles gliding in
 * view over the time with another tab in view, in turn. Paired, as the machine is not equally quick all the time.
 */
export async function measureLightTable(only: string): Promise<BenchEntry[]> {
  if (!NAME.includes(only)) return [];
  await buildAppIfStale(() => say('Building the lab…'));
  const server = await serveFolders(APP_FOLDERS);
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: CHROMIUM_FLAGS,
  });
  try {
    const page = await openLab(browser, `http://127.0.0.1:${server.port}/`);
    // The first run compiles.
    await secondsOfRun(page);
    const ratios: number[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const seconds = { Train: 0, Results: 0 };
      for (const tab of pair % 2 === 0 ? (['Train', 'Results'] as const) : (['Results', 'Train'] as const)) {
        await page.getByRole('navigation', { name: 'Tabs' }).getByRole('link', { name: tab }).click();
        seconds[tab] = await secondsOfRun(page);
      }
      ratios.push(seconds.Train / seconds.Results);
    }
    const threads = await page.evaluate(() => navigator.hardwareConcurrency);
    const detail = `${IMAGES} phantoms, 600 tiles, ${PAIRS} pairs of runs of ${RECIPE.epochs} epochs, width ${RECIPE.width}`;
    return [
      {
        ...{ name: NAME, backend: 'simd', unit: 'times as long', threads, detail, ratios: {} },
        ...summarise(ratios),
      },
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}

async function openLab(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await page.goto(address);
  await page.locator('html[data-lab="ready"]').waitFor({ state: 'attached' });
  await page.evaluate(async (images) => {
    await window.lab!.useBackend('simd');
    await window.lab!.load({
      kind: 'phantom',
      settings: { shape: 'pneumonia', images, positiveFraction: 0.25, labelNoise: 0, seed: 7 },
    });
  }, IMAGES);
  return page;
}

/** From the first batch to the last score, as the record says. @throws Error where the run does not finish */
async function secondsOfRun(page: Page): Promise<number> {
  const { summary } = await page.evaluate(trainInPage, RECIPE);
  if (!summary) throw new Error('The run did not finish.');
  return summary.seconds;
}
