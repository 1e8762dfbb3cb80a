import { chromium } from 'playwright';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { APP_FOLDERS, buildAppIfStale } from '../scripts/app-build.mjs';
import { CHROMIUM_FLAGS, findLightBrowser } from '../scripts/browser.mjs';
import { serveFolders } from '../scripts/static-server.mjs';
import { trainInPage } from '../scripts/testing/train-in-page.ts';
import { studyToLink } from '../src/lab/study/link.ts';
import { parseStudy } from '../src/lab/study/study.ts';
import { findFirefox, press, ready, reloadedWithin, says, until } from './firefox.ts';

const firefox = findFirefox();

const RECIPE = {
  dataset: { kind: 'phantom', shape: 'pneumonia', images: 240 },
  ...{ width: 4, epochs: 3, batch: 16, augment: { flip: {}, noise: {} } },
};

/** What the backend lacks in this browser, in words. */
const limits = (page: Page) =>
  page.evaluate(async () => {
    const environment = await window.lab!.environment();
    return environment.ok ? environment.value.backend.reason : '';
  });

describe.skipIf(!firefox)('Firefox', () => {
  let browser: Browser;
  let page: Page;
  let origin: string;
  let closeServer: () => Promise<void>;

  beforeAll(async () => {
    await buildAppIfStale(() => undefined);
    browser = await puppeteer.launch({
      ...{ browser: 'firefox', executablePath: firefox!, headless: true },
      // Nothing begins by itself then.
      extraPrefsFirefox: { 'ui.prefersReducedMotion': 1 },
    });
  }, 240_000);

  afterAll(() => browser?.close());

  beforeEach(async () => {
    // An address of its own each time: what the test before stored belongs to another.
    const server = await serveFolders(APP_FOLDERS);
    closeServer = server.close;
    origin = `http://127.0.0.1:${server.port}`;
    page = await browser.newPage();
  });

  afterEach(async () => {
    await page.close();
    await closeServer();
  });

  const open = async (address: string) => {
    await page.goto(`${origin}${address}`);
    await ready(page);
  };

  test('trains on all threads to the same losses and scores as Chromium, to the last bit', async () => {
    await open('/#/train');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const here = await page.evaluate(trainInPage, RECIPE);
    const executablePath = findLightBrowser();
    const other = await chromium.launch({
      ...(executablePath ? { executablePath } : {}),
      args: CHROMIUM_FLAGS,
    });
    try {
      const chromiumPage = await other.newPage({ serviceWorkers: 'block' });
      await chromiumPage.goto(`${origin}/#/train`);
      await chromiumPage.locator('html[data-lab="ready"]').waitFor({ state: 'attached' });
      await chromiumPage.evaluate(() => window.lab!.useBackend('simd'));
      const there = await chromiumPage.evaluate(trainInPage, RECIPE);
      expect(here.status).toBe('finished');
      if (/no relaxed SIMD/.test(await limits(page))) {
        // Other kernels then, whose sums round otherwise, so that the runs part: their first steps are alike.
        expect(here.stepLosses[0]).toBeCloseTo(there.stepLosses[0]!, 5);
        return;
      }
      expect(here.stepLosses).toEqual(there.stepLosses);
      expect(here.epochs.map(({ val }) => val.auc)).toEqual(there.epochs.map(({ val }) => val.auc));
      expect(here.summary!.test!.auc).toBe(there.summary!.test!.auc);
    } finally {
      await other.close();
    }
  });

  test('a run is paused and resumed, cut off by a reload, and goes on to the curve that it would have had', async () => {
    await open('/#/train');
    // Long enough that a state is kept before its end.
    const recipe = { ...RECIPE, epochs: 16 };
    const whole = await page.evaluate(trainInPage, recipe);
    const start = () =>
      page.evaluate(async (wanted) => {
        const started = await window.lab!.train(wanted);
        return started.ok ? started.value.id : '';
      }, recipe);
    let id = await start();
    await press(page, 'Pause');
    await says(page, 'paused');
    await press(page, 'Resume');
    // Again where the run was over before the page was.
    for (let attempt = 1; attempt < 5 && !(await reloadedWithin(page, id)); attempt++) id = await start();
    await says(page, 'interrupted');
    await press(page, 'Continue the last run');
    await until(page, (run: string) => window.lab!.progress(run)?.status === 'finished', id);
    const outcome = await page.evaluate((run) => window.lab!.record(run), id);
    expect(outcome).toMatchObject({ ok: true, value: { stepLosses: whole.stepLosses } });
  });

  test('a study trains to its end, and its bundle is saved', async () => {
    const study = parseStudy({
      name: 'Small',
      base: { ...RECIPE, width: 2, epochs: 2, augment: {} },
      factors: [{ subsets: ['flip'] }],
      seeds: [1, 2],
    });
    await open(`/#/study?plan=${studyToLink(study)}`);
    await press(page, 'Train 4 runs');
    await says(page, '4 of 4 runs · done');
    // The driver has no downloads in Firefox: what would be saved is kept instead.
    await page.evaluate(() => {
      let byteLength = 0;
      const { createObjectURL } = URL;
      URL.createObjectURL = (blob: Blob) => {
        byteLength = blob.size;
        return createObjectURL(blob);
      };
      HTMLAnchorElement.prototype.click = function () {
        Object.assign(window, { saved: { name: this.download, byteLength } });
      };
    });
    await press(page, 'More about this study');
    await press(page, 'All of it as a bundle');
    await until(page, () => 'saved' in window);
    const saved = await page.evaluate(
      () => (window as unknown as { saved: { name: string; byteLength: number } }).saved,
    );
    expect(saved.name).toMatch(/\.zip$/);
    expect(saved.byteLength).toBeGreaterThan(1000);
  });

  test('once opened, the page opens and trains without the network, and has its runs', async () => {
    await open('/#/train');
    await page.evaluate(trainInPage, RECIPE);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await ready(page);
    await closeServer();
    closeServer = async () => undefined;
    await page.reload();
    await ready(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await until(page, () => document.querySelectorAll('[data-run]').length === 1);
    expect((await page.evaluate(trainInPage, RECIPE)).status).toBe('finished');
  });
});
