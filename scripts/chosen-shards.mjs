import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const INDEX = 'index.json';

/**
 * Picks stores from a folder that `npm run shards` wrote.
 *
 * @param {string} data the folder; it need not be there
 * @param {string} choice `all`, `none`, or names of stores with commas between, with or without .zarr
 * @returns {{ store: string, name: string, bytes: number }[]} their entries in its index, in its order
 * @throws Error for a name that is not there
 */
export function chooseShards(data, choice) {
  const file = join(data, INDEX);
  const entries = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  if (choice === 'all') return entries;
  if (choice === 'none') return [];
  const wanted = choice.split(',').map((name) => name.replace(/(\.zarr)?$/, '.zarr'));
  const there = entries.map(({ store }) => store);
  const missing = wanted.filter((store) => !there.includes(store));
  if (missing.length > 0) {
    throw new Error(
      `There is no store ${missing.join(', ')} in ${data}. ` +
        (there.length > 0 ? `There are: ${there.join(', ')}.` : 'Write some by npm run shards.'),
    );
  }
  return entries.filter(({ store }) => wanted.includes(store));
}

/**
 * Copies stores, and writes the index of the copies; nothing where none was chosen.
 *
 * @param {string} data where they are
 * @param {readonly { store: string }[]} shards their entries in its index
 * @param {string} target a folder, made where it is missing
 */
export function copyShards(data, shards, target) {
  if (shards.length === 0) return;
  mkdirSync(target, { recursive: true });
  for (const { store } of shards) cpSync(join(data, store), join(target, store), { recursive: true });
  writeFileSync(join(target, INDEX), JSON.stringify(shards));
}
