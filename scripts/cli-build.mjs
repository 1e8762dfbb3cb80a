import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { changedAt, newestOf } from './app-build.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** One folder below the root, as the sources are: they find the project's files from their own address. */
const BUNDLE = join(ROOT, 'build/lab.mjs');
const SOURCES = ['cli', 'src', 'scripts', 'package-lock.json'];

/**
 * Bundles the command line lab into one file where that is missing or older than its sources.
 *
 * @returns {Promise<string>} the address to import
 */
export async function bundleCliIfStale() {
  if (changedAt(BUNDLE) < newestOf(SOURCES)) await bundle();
  return pathToFileURL(BUNDLE).href;
}

async function bundle() {
  const began = new Date();
  const { build } = await import('vite');
  const { output } = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    // All else goes into the bundle: one file is read faster than hundreds.
    ssr: { noExternal: true, external: ['playwright', 'vite', ...builtinModules] },
    build: {
      ssr: 'cli/lab.ts',
      target: 'node20',
      write: false,
      rollupOptions: { output: { codeSplitting: false } },
    },
  });
  mkdirSync(join(ROOT, 'build'), { recursive: true });
  // Put in place whole: a second lab that starts meanwhile reads this bundle or the one before.
  const draft = `${BUNDLE}.${process.pid}`;
  writeFileSync(draft, output[0].code);
  utimesSync(draft, began, began);
  renameSync(draft, BUNDLE);
}
