import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { OWN_PAGE_POLICY } from './page-headers.mjs';
import { virtualModules } from './virtual-modules.ts';

/** Its folder in the built lab, which takes it along with a model; see src/state/trained/own-page.ts. */
const FOLDER = 'own-page';
const SOURCES = resolve(import.meta.dirname, '../src/own-page');

/**
 * Builds the page that a model is saved with (src/own-page) into a folder of the lab, with a list of its files. It is a
 * build of its own, as chunks that the lab shares would bring the whole lab along.
 */
export function ownPage(): Plugin {
  let outDir = '';
  return {
    name: 'own-page',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir, FOLDER);
    },
    writeBundle: {
      sequential: true,
      async handler() {
        // The bundle of a worker is written by the same plugins.
        if (this.environment.config.isWorker) return;
        await build({
          ...{ configFile: false, root: SOURCES, base: './', logLevel: 'error', publicDir: false },
          plugins: [...virtualModules(), policy()],
          worker: { format: 'es', plugins: virtualModules },
          build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2000 },
        });
        const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => relative(outDir, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
          .sort();
        writeFileSync(join(outDir, 'files.json'), JSON.stringify(files));
      },
    },
  };
}

function policy(): Plugin {
  return {
    name: 'own-page-policy',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: OWN_PAGE_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}
