/**
 * `npm run build [-- --shards all|none|NAME,…]`: checks the types and leaves in dist/ a folder that any static host serves,
 * with the chosen stores of public/data; all of them without a choice.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildApp } from './app-build.mjs';
import { chooseShards, copyShards } from './chosen-shards.mjs';
import { say } from './say.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DATA = join(ROOT, 'public/data');

function readChoice() {
  try {
    const { values } = parseArgs({ options: { shards: { type: 'string', default: 'all' } } });
    return chooseShards(DATA, values.shards);
  } catch (error) {
    say(`${error.message}\nUsage: npm run build [-- --shards all|none|NAME,…]`);
    process.exit(2);
  }
}

const shards = readChoice();
const types = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript-7/bin/tsc'), '-b'], {
  cwd: ROOT,
  stdio: 'inherit',
});
if (types.status !== 0) process.exit(1);
await buildApp('warn', (folder) => copyShards(DATA, shards, join(folder, 'data')));
const sets = shards.map(({ store, bytes }) => `${store} (${(bytes / 1e6).toFixed(1)} MB)`);
say(`dist/ is ready for any static host (docs/hosting.md). Shards in it: ${sets.join(', ') || 'none'}.`);
