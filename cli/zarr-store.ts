import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { WriteError, writeThrough, writeWhole } from '../scripts/write-whole.ts';
import {
  ATTRIBUTE,
  chunkBytes,
  chunkCount,
  chunkKey,
  GZIP_LEVEL,
  groupMetadata,
  jsonText,
  type ShardAttributes,
  shardArrays,
  shardAttributes,
  shardAttributesOf,
  type shardIndex,
} from '../src/datasets/shards/format.ts';
import type { Dataset } from '../src/lab/dataset.ts';

const compress = promisify(gzip);

/**
 * Writes a set as a Zarr v3 store. The folder appears under its name only when it is complete, and takes the place of an
 * older one.
 *
 * @param source the file it is made of, @param md5 of that file
 * @returns bytes written
 * @throws WriteError; an older store is then still there
 */
export async function writeStore(
  directory: string,
  store: string,
  dataset: Dataset,
  source: string,
  md5: string,
): Promise<number> {
  const [partial, old] = ['partial', 'old'].map((state) => join(directory, `.${store}.${state}`)) as [
    string,
    string,
  ];
  const target = join(directory, store);
  // A process that was killed between the two renames below left the older one aside.
  if (!(await exists(target)) && (await exists(old))) await rename(old, target);
  await rm(partial, { recursive: true, force: true });
  try {
    await writePart(partial, dataset, shardAttributesOf(dataset, source, md5));
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    throw new WriteError(target, cause);
  }
  await rm(old, { recursive: true, force: true });
  if (await exists(target)) await rename(target, old);
  await rename(partial, target);
  await rm(old, { recursive: true, force: true });
  return sizeOf(target);
}

async function writePart(folder: string, dataset: Dataset, attributes: ShardAttributes): Promise<void> {
  const write = async (path: string, contents: string | Uint8Array) => {
    await mkdir(dirname(path), { recursive: true });
    writeThrough(path, contents);
  };
  await write(join(folder, 'zarr.json'), jsonText(groupMetadata(attributes)));
  for (const array of shardArrays(dataset)) {
    await write(join(folder, array.name, 'zarr.json'), jsonText(array.metadata));
    for (let chunk = 0; chunk < chunkCount(array); chunk++) {
      const bytes = await compress(chunkBytes(array, chunk), { level: GZIP_LEVEL });
      await write(join(folder, array.name, chunkKey(array, chunk)), bytes);
    }
  }
}

/**
 * Lists all stores of the folder in `index.json`, where the page looks for them.
 *
 * @throws WriteError
 */
export async function writeIndex(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.zarr') && !name.startsWith('.'));
  const index: (typeof shardIndex)['_output'] = [];
  for (const store of names.sort()) {
    const group = JSON.parse(await readFile(join(directory, store, 'zarr.json'), 'utf8'));
    const attributes = shardAttributes.safeParse(group.attributes?.[ATTRIBUTE]);
    if (!attributes.success) continue;
    const { name, size } = attributes.data;
    index.push({ store, name: `${name} (${size})`, bytes: await sizeOf(join(directory, store)) });
  }
  writeWhole(join(directory, 'index.json'), jsonText(index));
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  let sum = 0;
  for (const name of await readdir(path)) sum += await sizeOf(join(path, name));
  return sum;
}
