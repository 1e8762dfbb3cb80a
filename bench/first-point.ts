import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright';
import { buildAppIfStale } from '../scripts/app-build.mjs';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/browser.mjs';
import { say } from '../scripts/say.mjs';
import { type BenchEntry, summarise } from '../src/lab/bench/entry.ts';
import { serveCompressed } from './compressing-host.ts';
import { slowLink } from './slow-link.ts';

const SAMPLES = 5;
const LINK = { bitsPerSecond: 10e6, roundTripMs: 40 };
const LINK_TEXT = '10 Mbit/s, 40 ms';
const BUILT = join(import.meta.dirname, '../dist');

const WAITS = [
  {
    name: 'start/first-point-cold',
    detail: `first visit over ${LINK_TEXT}: from the address to the first point of a curve`,
  },
  {
    name: 'start/first-point-warm',
    detail: `the same by who has been there before, without runs: ${LINK_TEXT}`,
  },
] as const;

/** As text: what a compiler adds to functions with names is not known in the page. */
const NOTE_FIRST_POINT = `requestAnimationFrame(function look() {
  if (document.querySelector('figure path[data-curve]')) window.firstPoint = performance.now();
  else requestAnimationFrame(look);
})`;

/**
 * Seconds from the address to the first point of a curve, drawn by the run that starts by itself. The page comes from a
 * host that compresses, over a line that is slow for all that asks: page, workers, service worker.
 */
export async function measureFirstPoint(only: string): Promise<BenchEntry[]> {
  const wanted = WAITS.filter(({ name }) => name.includes(only));
  if (wanted.length === 0) return [];
  await buildAppIfStale(() => say('Building the lab…'));
  const host = await serveCompressed(BUILT);
  const link = await slowLink(host.port, LINK);
  const address = `http://127.0.0.1:${link.port}/`;
  const executablePath = findBrowser();
  const launch = { ...(executablePath ? { executablePath } : {}), args: CHROMIUM_FLAGS };
  const samples = { 'start/first-point-cold': [] as number[], 'start/first-point-warm': [] as number[] };
  let threads = 1;
  // The first is not counted: the host compresses then.
  for (let sample = 0; sample <= SAMPLES; sample++) {
    const browser = await chromium.launch(launch);
    try {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const cold = await secondsToPoint(context, address);
      await forgetRuns(context, address);
      const warm = await secondsToPoint(context, address);
      threads = await context.pages()[0]!.evaluate(() => navigator.hardwareConcurrency);
      if (sample === 0) continue;
      samples['start/first-point-cold'].push(cold);
      samples['start/first-point-warm'].push(warm);
    } finally {
      await browser.close();
    }
  }
  await link.close();
  await host.close();
  return wanted.map(({ name, detail }) => ({
    ...{ name, detail, backend: 'simd', threads, unit: 's', ratios: {} },
    ...summarise(samples[name]),
  }));
}

async function secondsToPoint(context: BrowserContext, address: string): Promise<number> {
  await Promise.all(context.pages().map((page) => page.close()));
  const page = await context.newPage();
  await page.addInitScript(NOTE_FIRST_POINT);
  await page.goto(address, { waitUntil: 'commit' });
  const found = await page.waitForFunction(() => (window as unknown as { firstPoint?: number }).firstPoint);
  return ((await found.jsonValue()) as number) / 1000;
}

/** The service worker has all files then, and the lab's own memory is that of a first visit. */
async function forgetRuns(context: BrowserContext, address: string): Promise<void> {
  const [page] = context.pages();
  await page!.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page!.goto(`${address}icon.svg`);
  await page!.evaluate(async () => {
    localStorage.clear();
    const all = await indexedDB.databases();
    await Promise.all(
      all.map(
        ({ name }) =>
          new Promise((done) => {
            Object.assign(indexedDB.deleteDatabase(name!), {
              onsuccess: done,
              onerror: done,
              onblocked: done,
            });
          }),
      ),
    );
  });
}
