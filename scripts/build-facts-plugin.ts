import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import type { BuildFacts } from '../src/lab/build-facts.ts';
import { SOURCES } from './app-build.mjs';
import { checkedOutCommit, commitDate, differsFromCommit } from './commit.mjs';

const ID = 'virtual:build-facts';
const ROOT = resolve(import.meta.dirname, '..');

let facts: BuildFacts | undefined;

/** Once for page and workers: each is bundled with a plugin of its own, and a worker may be bundled twice. */
function read(): BuildFacts {
  facts ??= readBuildFacts(ROOT);
  return facts;
}

/**
 * What is built, from which commit: as the module `virtual:build-facts` for page and worker, which so cannot tell of
 * another build than their own, and as build.json for whoever looks at the built folder.
 */
export function buildFacts(): Plugin {
  return {
    name: 'build-facts',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: (id) => (id === `\0${ID}` ? `export const BUILD = ${JSON.stringify(read())};` : undefined),
    generateBundle() {
      // Workers are bundles of their own, written to assets/.
      if (this.environment.config.isWorker) return;
      this.emitFile({
        type: 'asset',
        fileName: 'build.json',
        source: `${JSON.stringify(read(), null, 2)}\n`,
      });
    },
  };
}

/** @param root of the project */
export function readBuildFacts(root: string): BuildFacts {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const commit = checkedOutCommit(root);
  const changed = commit !== null && differsFromCommit(root, SOURCES);
  const date = commit !== null && !changed ? commitDate(root, commit) : new Date().toISOString();
  return { version, commit, changed, date };
}
