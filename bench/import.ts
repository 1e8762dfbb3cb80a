import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright';
import { dropFromDesktop } from '../e2e/support/drop-from-desktop.ts';
import { startTracing, stopTracing } from '../e2e/support/page-tasks.ts';
import { APP_FOLDERS, buildAppIfStale } from '../scripts/app-build.mjs';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/browser.mjs';
import { say } from '../scripts/say.mjs';
import { serveFolders } from '../scripts/static-server.mjs';
import { npzBytes } from '../src/datasets/testing/synthetic-npz.ts';
import { zip64Of } from '../src/datasets/testing/zip64.ts';
import { type BenchEntry, summarise } from '../src/lab/bench/entry.ts';

const IMAGES = 100_000;
const CASES = {
  'import/folder-dropped': { make: makeFolder, give: dropFromDesktop },
  'import/folder-chosen': { make: makeFolder, give: chooseFolder },
  'import/zip-dropped': { make: makeZip, give: dropFromDesktop },
  'import/npz-1-gb': { make: makeNpz, give: dropFromDesktop },
} as const;
/** Longer than anything takes. */
const PATIENCE = { timeout: 3_600_000 };

/** How long looking at many images, and then taking them, takes; and the longest task of the page meanwhile. */
export async function measureImport(only: string): Promise<BenchEntry[]> {
  const cases = Object.entries(CASES).filter(([name]) => name.includes(only));
  // Minutes, for what is looked at now and then.
  if (!only.startsWith('import/') || cases.length === 0) return [];
  await buildAppIfStale(() => say('Building the lab…'));
  const server = await serveFolders(APP_FOLDERS);
  const folder = await mkdtemp(join(tmpdir(), 'bench-import-'));
  const executablePath = findBrowser();
  const entries: BenchEntry[] = [];
  try {
    for (const [name, { make, give }] of cases) {
      say(`${name}: making the files…`);
      const path = await make(folder);
      const browser = await chromium.launch({
        ...(executablePath ? { executablePath } : {}),
        args: CHROMIUM_FLAGS,
      });
      try {
        entries.push(...(await measure(browser, `http://127.0.0.1:${server.port}/#/data`, name, path, give)));
      } finally {
        await browser.close();
      }
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
  return entries;
}

async function measure(
  browser: Browser,
  address: string,
  name: string,
  path: string,
  give: (page: Page, path: string) => Promise<void>,
): Promise<BenchEntry[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(address);
  await page.locator('html[data-lab="ready"]').waitFor({ state: 'attached' });
  // By plain selectors: to look for a role is a long task of the page itself.
  const take = page.locator('[role=dialog] button:has-text("Take the images")');
  const entry = async (what: string, act: () => Promise<unknown>): Promise<BenchEntry> => {
    await startTracing(browser, page);
    const start = performance.now();
    await act();
    const seconds = (performance.now() - start) / 1000;
    const tasks = await stopTracing(browser);
    const longest = tasks.reduce((most, { processor }) => Math.max(most, processor), 0);
    say(`${name}/${what}: ${seconds.toFixed(0)} s, longest task of the page ${longest.toFixed(0)} ms`);
    return {
      ...{ name: `${name}/${what}`, backend: '', unit: 's', threads: 1, ratios: {} },
      ...{ detail: `longest task of the page ${longest.toFixed(0)} ms of the processor` },
      ...summarise([seconds]),
    };
  };
  return [
    await entry('look', async () => {
      await give(page, path);
      await take.waitFor(PATIENCE);
    }),
    await entry('take', async () => {
      await take.click();
      await page.locator('button[aria-label^="Data: given"]').waitFor(PATIENCE);
    }),
  ];
}

async function makeFolder(folder: string): Promise<string> {
  const root = join(folder, 'given');
  for (const name of CLASSES) mkdirSync(join(root, name), { recursive: true });
  // One by one without waiting: a promise for each takes longer than its file.
  for (const [path, bytes] of pictures()) writeFileSync(join(root, path), bytes);
  return root;
}

async function makeZip(folder: string): Promise<string> {
  const path = join(folder, 'given.zip');
  await writeFile(path, zip64Of(pictures()));
  return path;
}

/** PNG of two classes, no two of them alike. */
function* pictures(): Generator<readonly [string, Uint8Array]> {
  for (let image = 0; image < IMAGES; image++) {
    const label = image % 2;
    const greys = Uint8Array.from(
      { length: EDGE * EDGE },
      (_, at) => ((at * 37 + image * 11 + (at >> 5) * (image >> 6)) % 90) + label * 120,
    );
    yield [`${CLASSES[label]}/${image}.png`, quickPng(greys)];
  }
}

const EDGE = 28;
const CLASSES = ['normal', 'sick'];

/** A grey PNG, packed as little as can be: a library takes minutes for all of them. */
function quickPng(greys: Uint8Array): Uint8Array {
  const rows = Buffer.alloc(EDGE * (EDGE + 1));
  for (let row = 0; row < EDGE; row++)
    rows.set(greys.subarray(row * EDGE, (row + 1) * EDGE), row * (EDGE + 1) + 1);
  const header = Buffer.from([0, 0, 0, EDGE, 0, 0, 0, EDGE, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Images of 64 pixels that name no parts, 1 GB together and not packed. */
async function makeNpz(folder: string): Promise<string> {
  const count = 250_000;
  const data = new Uint8Array(count * 64 * 64);
  for (let at = 0; at < data.length; at++) data[at] = (at * 37) % 251;
  const labels = Uint8Array.from({ length: count }, (_, image) => image % 2);
  const path = join(folder, 'given.npz');
  await writeFile(
    path,
    npzBytes({ X: { shape: [count, 64, 64], data }, y: { shape: [count], data: labels } }, 0),
  );
  return path;
}

/** The folder's path alone crosses to the browser; Playwright would name each file. */
async function chooseFolder(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const expression = `document.querySelector('input[aria-label="Choose a folder of images"]')`;
  const { result } = await session.send('Runtime.evaluate', { expression });
  await session.send('DOM.setFileInputFiles', { files: [path], objectId: result.objectId! });
}
