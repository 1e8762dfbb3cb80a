/**
 * `npm run pictures`: the built app in every state, wide and narrow, light and dark, on one contact sheet
 * (build/pictures/index.html), and the pictures of the documents (docs/pictures). They are looked at, not compared: see
 * CONTRIBUTING.md.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Browser, chromium } from 'playwright';
import { APP_FOLDERS, buildAppIfStale } from '../scripts/app-build.mjs';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/browser.mjs';
import { say } from '../scripts/say.mjs';
import { serveLocalhost } from '../scripts/serve-lab.mjs';
import { filmTraining, still } from './motion.ts';
import { pictureRealSets } from './real-sets.ts';
import { type Picture, sheetHtml } from './sheet.ts';
import type { Walk } from './walk.ts';
import { WALKS } from './walks.ts';

const SCREENS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const SCHEMES = ['light', 'dark'] as const;
/** Browsers cannot take pictures of any length, nor can people look at them. */
const MOST_PIXELS = 6000;

/** Pictures that are taken of one state at most, until two are the same. */
const MOST_ROUNDS = 6;

/** States that documents show, by the name of the file there. */
const IN_DOCUMENTS: Readonly<Record<string, string>> = {
  'Study, done': 'study.webp',
  'Data, 2D': 'data.webp',
  'Lesson, revealed': 'lesson.webp',
  'Lab, before it begins': 'lab-begins.webp',
  'Class, a lesson handed in': 'class.webp',
  'Lab report': 'report.webp',
};
/** Of these the top says it all: height in pixels of the page. */
const MOST_IN_DOCUMENTS: Readonly<Record<string, number>> = {
  'lesson.webp': 900,
  'lab-begins.webp': 900,
  'class.webp': 1250,
  'report.webp': 1400,
};
const DOCUMENTS = 'docs/pictures';
/** What `--only` takes beside the walks: the pictures of the documents. */
const ONLY_DOCUMENTS = 'documents';
/** And those of them that show real images, where MEDMNIST_DIR names a folder with the official files. */
const ONLY_REAL = 'real';

const options = new Command()
  .description('Take pictures of every page and state, and put them on a contact sheet.')
  .option('--out <folder>', 'where to put them', 'build/pictures')
  .option(
    '--only <walk>',
    `one of ${[...WALKS.map(({ name }) => name), ONLY_DOCUMENTS, ONLY_REAL].join(', ')}`,
  )
  .option('--port <n>', 'where the app is served meanwhile', '4179')
  .parse()
  .opts<{ out: string; only?: string; port: string }>();

const forDocuments = options.only === ONLY_DOCUMENTS;
const realFolder = process.env.MEDMNIST_DIR;
if (options.only === ONLY_REAL && !realFolder) {
  say('MEDMNIST_DIR names no folder with the official files.');
  process.exit(1);
}
const walks = WALKS.filter(({ name, inDocuments }) =>
  forDocuments ? inDocuments : options.only === undefined || name === options.only,
);
if (walks.length === 0 && options.only !== ONLY_REAL) {
  say(`There is no walk "${options.only}".`);
  process.exit(1);
}
await buildAppIfStale(() => say('Building the lab…'));
await serveLocalhost(APP_FOLDERS, Number(options.port));
const origin = `http://localhost:${options.port}`;
rmSync(options.out, { recursive: true, force: true });
mkdirSync(options.out, { recursive: true });

const executablePath = findBrowser();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: CHROMIUM_FLAGS,
});
const pictures: Picture[] = [];
const failures: string[] = [];
for (const walk of walks) {
  for (const screen of forDocuments ? SCREENS.slice(0, 1) : SCREENS) {
    for (const scheme of forDocuments ? SCHEMES.slice(0, 1) : SCHEMES) {
      say(`${walk.name}, ${screen.width} px, ${scheme}`);
      pictures.push(...(await visit(browser, walk, screen, scheme)));
      writeFileSync(join(options.out, 'index.html'), sheetHtml(pictures));
    }
  }
}
if (forDocuments || options.only === undefined) await writeDocuments();
if (options.only === ONLY_REAL && realFolder) {
  say('The pictures of real sets');
  for await (const [name, picture] of pictureRealSets(browser, origin, realFolder, options.out)) {
    writeFileSync(join(DOCUMENTS, name), picture);
  }
}
await browser.close();
for (const failure of failures) console.error(failure);
console.log(`${pictures.length} pictures: ${join(options.out, 'index.html')}`);
process.exit(failures.length === 0 ? 0 : 1);

async function writeDocuments(): Promise<void> {
  say('The pictures of the documents');
  mkdirSync(DOCUMENTS, { recursive: true });
  writeFileSync(join(DOCUMENTS, 'lab.webp'), await filmTraining(browser, origin));
  for (const { state, width, scheme, file } of pictures) {
    const name = IN_DOCUMENTS[state];
    if (!name || width !== 1440 || scheme !== 'light') continue;
    writeFileSync(
      join(DOCUMENTS, name),
      await still(readFileSync(join(options.out, file)), MOST_IN_DOCUMENTS[name]),
    );
  }
}

async function visit(
  browser: Browser,
  walk: Walk,
  screen: (typeof SCREENS)[number],
  scheme: Picture['scheme'],
): Promise<readonly Picture[]> {
  const taken: Picture[] = [];
  const context = await browser.newContext({
    ...{ viewport: screen, colorScheme: scheme, serviceWorkers: 'block' },
    reducedMotion: walk.moves ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  const shoot = async (state: string) => {
    const file = `${state}, ${screen.width}, ${scheme}.png`.replaceAll(/[^\w.]+/g, '-');
    // What lies below the screen is drawn, too.
    await page.addStyleTag({ content: '* { content-visibility: visible !important }' });
    // What sticks to the screen's edge stands at the top, not in the middle of the picture.
    await page.evaluate(() => scrollTo(0, 0));
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const clip = { x: 0, y: 0, width: screen.width, height: Math.min(height, MOST_PIXELS) };
    const take = () => page.screenshot({ fullPage: true, clip });
    let picture = await take();
    // What comes into sight for a picture of the whole page has its images drawn after that.
    for (let round = 0; round < MOST_ROUNDS && !walk.moves; round++) {
      const next = await take();
      const isSame = next.equals(picture);
      picture = next;
      if (isSame) break;
    }
    writeFileSync(join(options.out, file), picture);
    taken.push({ state, width: screen.width, scheme, file });
  };
  try {
    await walk.go({ page, origin, shoot });
  } catch (error) {
    failures.push(
      `${walk.name}, ${screen.width} px, ${scheme}: ${error instanceof Error ? error.message : error}`,
    );
  } finally {
    await context.close();
  }
  return taken;
}
