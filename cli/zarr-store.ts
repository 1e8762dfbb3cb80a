import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  ATTRIBUTE,
  chunkBytes,
  chunkCount,
  chunkKey,
  GZIP_LEVEL,
  groupMetadata,
  type ShardAttributes,
  shardArrays,
  shardAttributes,
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
 */
export async function writeStore(
  directory: string,
  store: string,
  dataset: Dataset,
  source: string,
  md5: string,
): Promise<number> {
  const partial = join(directory, `.${store}.partial`);
  await rm(partial, { recursive: true, force: true });
  await writeJson(join(partial, 'zarr.json'), groupMetadata(attributesOf(dataset, source, md5)));
  for (const array of shardArrays(dataset)) {
    await writeJson(join(partial, array.name, 'zarr.json'), array.metadata);
    for (let chunk = 0; chunk < chunkCount(array); chunk++) {
      const path = join(partial, array.name, chunkKey(array, chunk));
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, await compress(chunkBytes(array, chunk), { level: GZIP_LEVEL }));
    }
  }
  const target = join(directory, store);
  await rm(target, { recursive: true, force: true });
  await rename(partial, target);
  return sizeOf(target);
}

/** Lists all stores of the folder in `index.json`, where the page looks for them. */
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
  await writeJson(join(directory, 'index.json'), index);
}

function attributesOf({ summary }: Dataset, source: string, md5: string): ShardAttributes {
  const { classCounts: _, synthetic: __, origin: ___, classNames, notes, ...kept } = summary;
  return { version: 1, ...kept, classNames: [...classNames], notes: [...notes], md5, source };
}

async function writeJson(path: string, value: unknown) {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  let sum = 0;
  for (const name of await readdir(path)) sum += await sizeOf(join(path, name));
  return sum;
}
