import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { changedAt, newestOf } from './app-build.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** One folder below the root, as the sources are: they find the project's files from their own address. */
const FOLDER = join(ROOT, 'build');
const SOURCES = ['cli', 'bench', 'src', 'scripts', 'package-lock.json'];

/**
 * Bundles the command line lab into one file where that is missing or older than its sources.
 *
 * @returns {Promise<string>} the address to import
 */
export async function bundleCliIfStale() {
  return pathToFileURL(await bundleIfStale('lab.mjs', 'cli/lab.ts')).href;
}

/**
 * Bundles a program of the command line into build/ where that is missing or older than its sources.
 *
 * @param {string} name of the bundle
 * @param {string} entry from the root
 * @param {import('vite').Plugin[]} plugins
 * @returns {Promise<string>} its path
 */
export async function bundleIfStale(name, entry, plugins = []) {
  const path = join(FOLDER, name);
  if (changedAt(path) < newestOf(SOURCES)) await bundle(path, entry, plugins);
  return path;
}

async function bundle(path, entry, plugins) {
  const began = new Date();
  const { build } = await import('vite');
  const { output } = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    plugins,
    // All else goes into the bundle: one file is read faster than hundreds.
    ssr: { noExternal: true, external: ['playwright', 'vite', 'webgpu', ...builtinModules] },
    build: {
      ssr: entry,
      target: 'node20',
      write: false,
      rollupOptions: { output: { codeSplitting: false } },
    },
  });
  mkdirSync(FOLDER, { recursive: true });
  // Put in place whole: a second lab that starts meanwhile reads this bundle or the one before.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, output[0].code);
  utimesSync(draft, began, began);
  renameSync(draft, path);
}
