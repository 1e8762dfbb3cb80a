import type { Browser } from 'playwright';
import { loadPlaywright } from '../scripts/browser.mjs';

/** Nobody looks at these pages, and they are to compute all the same. */
const UNSEEN_BUT_AT_WORK = [
  '--headless',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];
/** Longer than a hub lets a request wait for a free slot (five minutes, its `--session-request-timeout`). */
const MOST_WAIT_MS = 330_000;
/** A hub whose node is gone asks for long before it answers; it frees the slot by itself then. */
const MOST_FAREWELL_MS = 10_000;

/** A browser that was lent, and how it is given back. */
export interface LentBrowser {
  readonly browser: Browser;
  /** Rejects where it is known to be gone. */
  isThere(): Promise<unknown>;
  close(): Promise<void>;
}

/** As Playwright calls it. */
export const GRID_VARIABLE = 'SELENIUM_REMOTE_URL';

/** Address of the Selenium Grid that is to lend browsers; null where none was named. */
export function gridAddress(): string | null {
  return process.env[GRID_VARIABLE]?.replace(/\/+$/, '') || null;
}

/**
 * Asks the hub of a Selenium Grid 4 for a Chromium, and drives it through the hub by the DevTools protocol. Playwright can
 * do both, but does not wait for the session to end when it closes: a program that exits then leaves the slot taken.
 *
 * @param hub such as `http://HUB:4444`
 * @throws Error where the hub does not answer, has no browser for us, or does not hand DevTools on
 */
export async function borrowFromGrid(hub: string, flags: readonly string[]): Promise<LentBrowser> {
  const { sessionId, devTools } = await newSession(hub, [...UNSEEN_BUT_AT_WORK, ...flags]);
  const endSession = () => ask(`${hub}/session/${sessionId}`, 'DELETE', MOST_FAREWELL_MS);
  try {
    const { chromium } = loadPlaywright();
    const browser = await chromium.connectOverCDP(devTools);
    return {
      browser,
      // The hub leaves our connection open when a node dies, but cannot hand a question on. It counts as use of the session.
      isThere: () => ask(`${hub}/session/${sessionId}/timeouts`, 'GET', MOST_WAIT_MS),
      close: async () => {
        await browser.close().catch(() => undefined);
        // A node that died has taken its session along.
        await endSession().catch(() => undefined);
      },
    };
  } catch (error) {
    await endSession().catch(() => undefined);
    throw error;
  }
}

/** https://www.w3.org/TR/webdriver2/#new-session, and Grid's own capability for DevTools. */
async function newSession(
  hub: string,
  args: readonly string[],
): Promise<{ sessionId: string; devTools: string }> {
  const capabilities = { alwaysMatch: { browserName: 'chrome', 'goog:chromeOptions': { args } } };
  const { sessionId, capabilities: given } = (await ask(`${hub}/session`, 'POST', MOST_WAIT_MS, {
    capabilities,
  })) as { sessionId: string; capabilities: { 'se:cdp'?: string } };
  if (!given['se:cdp']) {
    await ask(`${hub}/session/${sessionId}`, 'DELETE', MOST_FAREWELL_MS).catch(() => undefined);
    throw new Error(`The Grid at ${hub} hands no DevTools on: start its nodes without --enable-cdp false.`);
  }
  return { sessionId, devTools: reachable(given['se:cdp'], hub) };
}

/** What a node calls its own machine is the hub's: it is reached by the name that the hub was reached by. */
function reachable(devTools: string, hub: string): string {
  const address = new URL(devTools);
  if (['localhost', '127.0.0.1'].includes(address.hostname)) address.hostname = new URL(hub).hostname;
  return address.href;
}

/** @returns the `value` of the answer. @throws Error with the hub's own words */
async function ask(
  address: string,
  method: 'GET' | 'POST' | 'DELETE',
  mostMs: number,
  body?: unknown,
): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      signal: AbortSignal.timeout(mostMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new Error(`The Grid does not answer at ${address}: ${(cause as Error).message}`, { cause });
  }
  const { value } = (await response.json()) as { value: { message?: string } | null };
  if (!response.ok)
    throw new Error(`The Grid has no browser for us: ${firstLine(value?.message ?? response.statusText)}`);
  return value;
}

const firstLine = (text: string) => text.split('\n', 1)[0]!;
