import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What the built app is made of. */
const SOURCES = [
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
export const APP_FOLDERS = [join(ROOT, 'public'), join(ROOT, 'dist')];

/**
 * Builds the app where the build is missing or older than what it is made of.
 *
 * @param {() => void} onBuild told before, because it takes a while
 */
export async function buildAppIfStale(onBuild) {
  const page = join(ROOT, 'dist/index.html');
  if (changedAt(page) >= newestOf(SOURCES)) return;
  onBuild();
  const began = new Date();
  // Vite and its plugins take seconds to load: only who builds pays for them.
  const { build } = await import('vite');
  await build({ root: ROOT, logLevel: 'error' });
  // What is edited while it builds is newer than this build.
  utimesSync(page, began, began);
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
