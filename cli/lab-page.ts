import { statSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { CHROMIUM_FLAGS, findBrowser, loadPlaywright } from '../scripts/browser.mjs';
import { ensureBrowser } from '../scripts/install-browser.mjs';
import { FILE_INPUT_ID, FOLDER_INPUT_ID, type Outcome } from '../src/app/automation-types.ts';
import type { DatasetSummary } from '../src/lab/dataset.ts';
import type { LabErrorDescription } from '../src/lab/lab-error.ts';
import type { BackendName, BackendStatus } from '../src/lab/run-record.ts';
import type { FetchableRequest } from './data-argument.ts';

/** Puts WebGPU on a software adapter: only where a person asks for WebGPU and there is no hardware for it. */
const SOFTWARE_ADAPTER = '--use-webgpu-adapter=swiftshader';

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
  close(): Promise<void>;
}

/**
 * Opens the lab with a backend.
 *
 * @param threads of the simd backend; null: one for each logical processor there
 * @param connect WebSocket address of a remote Playwright server, whose browser is used as it is; null starts one here
 * @throws PageError when the backend does not start
 */
export async function openLabPage(
  url: string,
  backend: BackendName | null,
  threads: number | null,
  connect: string | null = null,
): Promise<LabPage> {
  const hardware =
    connect === null
      ? await openWith(
          url,
          CHROMIUM_FLAGS.filter((flag) => flag !== SOFTWARE_ADAPTER),
        )
      : await openIn(await connectTo(connect), url);
  const first = await chooseBackend(hardware, backend, threads);
  if (first.ok) return { ...hardware, backend: first.value };
  await hardware.close();
  if (backend !== 'webgpu' || connect !== null) throw new PageError(first.error);
  const software = await openWith(url, CHROMIUM_FLAGS);
  const second = await chooseBackend(software, backend, threads);
  if (second.ok) return { ...software, backend: second.value };
  await software.close();
  throw new PageError(second.error);
}

type OpenPage = Omit<LabPage, 'backend'>;

async function openWith(url: string, flags: readonly string[]): Promise<OpenPage> {
  ensureBrowser('The command line lab trains in a browser.');
  const executablePath = findBrowser();
  const { chromium } = loadPlaywright();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...flags],
    // Ctrl-C is ours to answer: Playwright would close the browser, and the run with it, and exit with 130 at once.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return await openIn(browser, url);
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

async function openIn(browser: Browser, url: string): Promise<OpenPage> {
  // Our own server sends every header that the page needs, and there is no second visit to keep the page for.
  const page = await browser.newPage(isOurServer(url) ? { serviceWorkers: 'block' } : {});
  const death = new Promise<never>((_, reject) => {
    page.on('crash', () => reject(new Error('The page crashed, most likely for lack of memory.')));
    browser.on('disconnected', () => reject(new Error('The browser closed.')));
  });
  death.catch(() => undefined);
  // On the tab that draws least: nobody looks at it here, and drawing would take time from training.
  await page.goto(`${url}#/bench`);
  await page.waitForSelector('html[data-lab="ready"]', { state: 'attached' });
  return { page, death, close: () => browser.close() };
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
  { page }: LabPage,
  file: string,
  importOptions: unknown = null,
): Promise<DatasetSummary> {
  unwrap(await page.evaluate((options) => window.lab!.importWith(options), importOptions));
  const input = statSync(file).isDirectory() ? FOLDER_INPUT_ID : FILE_INPUT_ID;
  await page.setInputFiles(`#${input}`, file);
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
