import { existsSync } from 'node:fs';
import type { Page } from 'puppeteer-core';

const USUAL_PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/snap/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:/Program Files/Mozilla Firefox/firefox.exe',
];

/** Path of the Firefox to drive: FIREFOX_PATH, else one of the system; undefined where there is none. */
export function findFirefox(): string | undefined {
  return [process.env.FIREFOX_PATH, ...USUAL_PLACES].find((path) => path && existsSync(path));
}

/** Not with each frame, as is the driver's way: Firefox draws none for a page that is not in front. */
export const POLLING = 100;

/** Waits until the worker has answered and the first set is there. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.lab === 'ready', {
    timeout: 60_000,
    polling: POLLING,
  });
}

/** Presses the first button, link or item of this name, once it is there and can be pressed. */
export async function press(page: Page, name: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const all = document.querySelectorAll<HTMLElement>('button, a, [role="menuitem"]');
      const named = (element: HTMLElement) =>
        (element.getAttribute('aria-label') ?? element.textContent ?? '').trim() === wanted;
      const found = [...all].find(
        (element) =>
          named(element) &&
          element.checkVisibility() &&
          !element.matches(':disabled, [aria-disabled="true"]'),
      );
      found?.click();
      return found !== undefined;
    },
    { timeout: 30_000, polling: POLLING },
    name,
  );
}

/** Waits until the page says so somewhere. */
export async function says(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    (text) => document.body.textContent.includes(text),
    { timeout: 60_000, polling: POLLING },
    words,
  );
}

/** Reloads the page in the task in which a state of the run is first seen kept; false where the run was over before. */
export async function reloadedWithin(page: Page, id: string): Promise<boolean> {
  await page.evaluate((run) => {
    const look = () => {
      const { status, keptEpochs } = window.lab!.progress(run)!;
      if (status === 'finished') document.documentElement.dataset.cutOff = 'too late';
      else if ((keptEpochs ?? 0) < 1) setTimeout(look, 0);
      else location.reload();
    };
    // Marked, so that the page that comes is told from the one that goes.
    document.documentElement.dataset.cutOff = 'waits';
    setTimeout(look, 0);
  }, id);
  const outcome = await page.waitForFunction(
    () => {
      const { cutOff, lab } = document.documentElement.dataset;
      return cutOff === 'too late' ? 'over' : cutOff === undefined && lab === 'ready' && 'reloaded';
    },
    { timeout: 60_000, polling: POLLING },
  );
  return (await outcome.jsonValue()) === 'reloaded';
}
