import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { EvaluateFunc, Page } from 'puppeteer-core';
import { vi } from 'vitest';

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

const PATIENCE_MS = 60_000;
const POLLING_MS = 100;
/** What was asked of a page that goes may never be answered. */
const ANSWER_MS = 5000;

/**
 * Asks the page until its answer is a yes, also while it loads. Not by the driver's own wait: that compiles its question in
 * the page, which the page's policy forbids in Firefox before 153.
 *
 * @throws Error where no yes comes within {@link PATIENCE_MS}
 */
export async function until<Args extends unknown[], Answer>(
  page: Page,
  ask: EvaluateFunc<Args> & ((...args: Args) => Answer),
  ...args: Args
): Promise<Awaited<Answer>> {
  const asked = vi.waitFor(
    async () => {
      const answered = page.evaluate(ask, ...args) as Promise<Awaited<Answer>>;
      const answer = await Promise.race([answered, delay(ANSWER_MS, null)]);
      if (!answer) throw new Error(`The page does not say yes to ${ask}`);
      return answer;
    },
    { timeout: PATIENCE_MS, interval: POLLING_MS },
  );
  return await asked.catch(async (error: Error) => {
    // What stands there instead, as a stall that comes once in a hundred starts is not seen again.
    const seen = page.evaluate(
      () => `${location.href}: ${document.querySelector('main')?.textContent.slice(0, 500)}`,
    );
    error.message += ` at ${await Promise.race([seen, delay(ANSWER_MS, 'a page that does not answer')]).catch(String)}`;
    throw error;
  });
}

/** Waits until the worker has answered and the first set is there. */
export async function ready(page: Page): Promise<void> {
  await until(page, () => document.documentElement.dataset.lab === 'ready');
}

/** Presses the first button, link or item of this name, once it is there and can be pressed. */
export async function press(page: Page, name: string): Promise<void> {
  await until(
    page,
    (wanted: string) => {
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
    name,
  );
}

/** Waits until the page says so somewhere. */
export async function says(page: Page, words: string): Promise<void> {
  await until(page, (text: string) => document.body.textContent.includes(text), words);
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
  const outcome = await until(page, () => {
    const { cutOff, lab } = document.documentElement.dataset;
    return cutOff === 'too late' ? 'over' : cutOff === undefined && lab === 'ready' && 'reloaded';
  });
  return outcome === 'reloaded';
}
