import { statSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import {
  CHROMIUM_FLAGS,
  findBrowser,
  findLightBrowser,
  loadPlaywright,
  SOFTWARE_ADAPTER_FLAGS,
} from '../scripts/browser.mjs';
import { ensureBrowser } from '../scripts/install-browser.mjs';
import { FILE_INPUT_ID, FOLDER_INPUT_ID, type Outcome, UNSEEN_HASH } from '../src/app/automation-types.ts';
import type { DatasetSummary } from '../src/lab/dataset.ts';
import type { LabErrorDescription } from '../src/lab/lab-error.ts';
import type { BackendName, BackendStatus } from '../src/lab/run-record.ts';
import type { FetchableRequest } from './data-argument.ts';
import { giveFile } from './give-file.ts';
import { borrowFromGrid, GRID_VARIABLE, type LentBrowser } from './grid-browser.ts';
import { watchHeartbeat } from './heartbeat.ts';

/** The page's own error, word for word. */
export class PageError extends Error {
  readonly description: LabErrorDescription;

  constructor(description: LabErrorDescription) {
    super(`${description.message} ${description.remedy}`);
    this.name = 'PageError';
    this.description = description;
  }
}

/** The built app, open in a headless browser of its own. */
export interface LabPage {
  readonly page: Page;
  readonly backend: BackendStatus;
  /** Rejects when the page or the browser dies; never resolves. */
  readonly death: Promise<never>;
  /** Whether its browser can be given, and gives, files by their path here. */
  readonly takesPaths: boolean;
  close(): Promise<void>;
}

/** Where the browser of a page is. */
export type BrowserPlace =
  | { readonly kind: 'here' }
  /** A remote Playwright server, by its WebSocket address. */
  | { readonly kind: 'playwright'; readonly address: string }
  /** A Selenium Grid, by the address of its hub. */
  | { readonly kind: 'grid'; readonly hub: string };

/** A slow machine with much else to do gets there; a page that is broken does not. */
const MOST_READY_MS = 120_000;

const HERE: BrowserPlace = { kind: 'here' };

/**
 * Opens the lab with a backend.
 *
 * @param threads of the simd backend; null: one for each logical processor there
 * @throws PageError when the backend does not start; Error where there is no browser, or it does not reach the app
 */
export async function openLabPage(
  url: string,
  backend: BackendName | null,
  threads: number | null,
  place = HERE,
): Promise<LabPage> {
  // The software adapter only where a person asks for WebGPU and there is no hardware for it.
  const flags = CHROMIUM_FLAGS.filter((flag) => !SOFTWARE_ADAPTER_FLAGS.includes(flag));
  const find = backend === 'simd' || backend === 'cpu' ? findLightBrowser : findBrowser;
  const hardware = await openWith(place, url, { flags, find });
  const first = await chooseBackend(hardware, backend, threads);
  if (first.ok) return { ...hardware, backend: first.value };
  await hardware.close();
  // The flags of a server's browser are the server's.
  if (backend !== 'webgpu' || place.kind === 'playwright') throw new PageError(first.error);
  const software = await openWith(place, url, { flags: CHROMIUM_FLAGS, find: findLightBrowser });
  const second = await chooseBackend(software, backend, threads);
  if (second.ok) return { ...software, backend: second.value };
  await software.close();
  throw new PageError(second.error);
}

type OpenPage = Omit<LabPage, 'backend'>;

/** How a browser is started. */
interface BrowserStart {
  readonly flags: readonly string[];
  /** Path of the one that is started here. */
  readonly find: () => string | undefined;
}

async function openWith(place: BrowserPlace, url: string, start: BrowserStart): Promise<OpenPage> {
  const lent = await borrow(place, start);
  try {
    const opened = await openIn(lent.browser, url);
    if (place.kind === 'here') return { ...opened, takesPaths: true, close: lent.close };
    const { death, end } = deathOrSilence(opened, lent.isThere);
    const close = async () => {
      end();
      await lent.close();
    };
    return { ...opened, death, takesPaths: place.kind === 'playwright', close };
  } catch (error) {
    await lent.close();
    throw place.kind === 'grid' && isOurServer(url) ? unreachable(url, error as Error) : error;
  }
}

async function borrow(place: BrowserPlace, start: BrowserStart): Promise<LentBrowser> {
  if (place.kind === 'grid') return await borrowFromGrid(place.hub, start.flags);
  const browser = place.kind === 'here' ? await launch(start) : await connectTo(place.address);
  return { browser, isThere: () => Promise.resolve(), close: () => browser.close() };
}

async function launch({ flags, find }: BrowserStart): Promise<Browser> {
  ensureBrowser('The command line lab trains in a browser.');
  const executablePath = find();
  const { chromium } = loadPlaywright();
  // Playwright would ask the Grid for this browser, too, whose nodes do not reach the app that is served here.
  delete process.env[GRID_VARIABLE];
  return await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...flags],
    // Ctrl-C is ours to answer: Playwright would close the browser, and the run with it, and exit with 130 at once.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** A browser elsewhere, which reaches the app that is served on this machine through the connection itself. */
async function connectTo(address: string): Promise<Browser> {
  const { chromium } = loadPlaywright();
  try {
    return await chromium.connect(address, { exposeNetwork: '<loopback>' });
  } catch (cause) {
    throw new Error(`There is no Playwright server at ${address}: ${(cause as Error).message}`, { cause });
  }
}

async function openIn(browser: Browser, url: string): Promise<Pick<LabPage, 'page' | 'death'>> {
  // Our own server sends every header that the page needs, and there is no second visit to keep the page for.
  const page = await browser.newPage(isOurServer(url) ? { serviceWorkers: 'block' } : {});
  const death = new Promise<never>((_, reject) => {
    page.on('crash', () => reject(new Error('The page crashed, most likely for lack of memory.')));
    browser.on('disconnected', () => reject(new Error('The browser closed.')));
  });
  death.catch(() => undefined);
  await page.goto(`${url}${UNSEEN_HASH}`);
  await page.waitForSelector('html[data-lab="ready"]', { state: 'attached', timeout: MOST_READY_MS });
  return { page, death };
}

/** A machine that lost its power or its network does not say so: it is dead where it no longer answers. */
function deathOrSilence(
  { page, death }: Pick<LabPage, 'page' | 'death'>,
  isThere: LentBrowser['isThere'],
): { readonly death: Promise<never>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const silence = new Promise<never>((_, reject) => {
    end = watchHeartbeat(
      () => Promise.all([isThere(), page.evaluate(() => null)]),
      () => reject(new Error('The browser no longer answers.')),
    );
  });
  const either = Promise.race([death, silence]);
  either.catch(() => undefined);
  return { death: either, end };
}

function unreachable(url: string, { message }: Error): Error {
  return new Error(
    `The Grid's browser did not open the app at ${url}, which is served on this machine: put the built app where the ` +
      `nodes reach it, and name that address by --app (docs/studies.md). ${message}`,
  );
}

function isOurServer(url: string): boolean {
  return new URL(url).hostname === '127.0.0.1';
}

async function chooseBackend(
  { page }: OpenPage,
  backend: BackendName | null,
  threads: number | null,
): Promise<Outcome<BackendStatus>> {
  const outcome = await page.evaluate(([name, count]) => window.lab!.useBackend(name, count), [
    backend,
    threads,
  ] as const);
  return outcome.ok ? { ok: true, value: outcome.value.backend } : outcome;
}

/** For whoever keeps a seal of their own, or was asked to open it. */
export async function keepTestsOpen({ page }: Pick<LabPage, 'page'>): Promise<void> {
  unwrap(await page.evaluate(() => window.lab!.keepTestsOpen()));
}

/**
 * @param file a file, or a folder of files
 * @param importOptions how it is read; null: as fits it
 * @throws PageError
 */
export async function loadFile(
  lab: LabPage,
  file: string,
  importOptions: unknown = null,
): Promise<DatasetSummary> {
  const { page } = lab;
  unwrap(await page.evaluate((options) => window.lab!.importWith(options), importOptions));
  const input = statSync(file).isDirectory() ? FOLDER_INPUT_ID : FILE_INPUT_ID;
  await giveFile(lab, input, file);
  return unwrap(await page.evaluate(() => window.lab!.fileLoad()));
}

/** @throws PageError */
export async function loadRequest({ page }: LabPage, request: FetchableRequest): Promise<DatasetSummary> {
  return unwrap(await page.evaluate((wanted) => window.lab!.load(wanted), request));
}

/** @throws PageError */
export function unwrap<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw new PageError(outcome.error);
}
