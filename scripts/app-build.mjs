import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkedOutCommit } from './commit.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
/** What the built app is made of. */
export const SOURCES = [
  'src',
  'public',
  'scripts',
  'index.html',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];
/** Shards are served from where they lie, so new ones ask for no build. */
const SHARDS = join(ROOT, 'public/data');

/** Where the built app is found by a server: the shards beside it, as they are now, then the build. */
export const APP_FOLDERS = [join(ROOT, 'public'), DIST];

/**
 * Builds the app where the build is missing, older than what it is made of, or of another commit than its run records
 * would have to name.
 *
 * @param {() => void} onBuild told before, because it takes a while
 */
export async function buildAppIfStale(onBuild) {
  const isFresh = changedAt(join(DIST, 'index.html')) >= newestOf(SOURCES);
  if (isFresh && builtCommit() === checkedOutCommit(ROOT)) return;
  onBuild();
  await buildApp('error');
}

/** Drafts of builds lie here, out of the way of whoever serves the one that stands. */
const DRAFTS = join(ROOT, 'node_modules/.cache');
const DRAFT_NAME = 'built-app-';
/** A draft this old was left by a process that was killed. */
const ABANDONED_MS = 3_600_000;

/**
 * Builds the app into dist/. A build that is cut off must not be taken for one: it is made elsewhere, and takes its place
 * when it is complete.
 *
 * @param {'error' | 'warn'} logLevel
 * @param {(folder: string) => void} complete puts the rest into the built folder
 */
export async function buildApp(logLevel, complete = () => undefined) {
  mkdirSync(DRAFTS, { recursive: true });
  const drafts = readdirSync(DRAFTS).filter((name) => name.startsWith(DRAFT_NAME));
  for (const path of drafts.map((name) => join(DRAFTS, name))) {
    if (Date.now() - changedAt(path) > ABANDONED_MS) rmSync(path, { recursive: true, force: true });
  }
  const draft = mkdtempSync(join(DRAFTS, DRAFT_NAME));
  const cleanUp = () => rmSync(draft, { recursive: true, force: true });
  process.on('exit', cleanUp);
  try {
    const began = new Date();
    const outDir = join(draft, 'new');
    // Vite and its plugins take seconds to load: only who builds pays for them.
    const { build } = await import('vite');
    await inProduction(() => build({ root: ROOT, logLevel, build: { outDir, emptyOutDir: true } }));
    complete(outDir);
    // What is edited while it builds is newer than this build.
    utimesSync(join(outDir, 'index.html'), began, began);
    if (changedAt(DIST) > 0) renameSync(DIST, join(draft, 'old'));
    renameSync(outDir, DIST);
  } finally {
    process.off('exit', cleanUp);
    cleanUp();
  }
}

/** Vite builds for what NODE_ENV says, which a shell or a test runner may have set to something else. */
async function inProduction(work) {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await work();
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

/** @returns {string | null | undefined} undefined where the build says nothing of it */
function builtCommit() {
  try {
    return JSON.parse(readFileSync(join(DIST, 'build.json'), 'utf8')).commit;
  } catch {
    return undefined;
  }
}

/**
 * Time of the newest change in files and folders of the project, in milliseconds.
 *
 * @param {readonly string[]} paths from the project's root
 */
export function newestOf(paths) {
  return Math.max(...paths.map((path) => newestIn(join(ROOT, path))));
}

function newestIn(path) {
  if (path === SHARDS) return 0;
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  // A folder's own time tells of files that are gone.
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

/** @param {string} path @returns time of the last change in milliseconds; 0 where there is nothing */
export function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
