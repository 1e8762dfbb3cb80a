import type { DBSchema } from 'idb';
import { z } from '../lab/zod.ts';
import { Database } from './open-database.ts';

/** Names of tiles by product (kernels/webgpu/tile-choice.ts, which passes over names it does not know). */
const tilesSchema = z.record(z.string(), z.string());
type Tiles = Readonly<z.infer<typeof tilesSchema>>;

interface TilesSchema extends DBSchema {
  tiles: { key: string; value: unknown };
}

const database = new Database<TilesSchema>('medmnist-lab-webgpu', 1, (opened) => {
  opened.createObjectStore('tiles');
});

/** What was measured on the adapter of this name at an earlier visit; nothing where there is no storage. */
export async function loadMeasuredTiles(adapter: string): Promise<Tiles> {
  try {
    return tilesSchema.safeParse(await (await database.open()).get('tiles', adapter)).data ?? {};
  } catch {
    // Measuring again takes seconds; a browser that stores nothing still trains.
    return {};
  }
}

/** Keeps what was measured for the next visit, where there is storage. */
export async function saveMeasuredTiles(adapter: string, tiles: Tiles): Promise<void> {
  try {
    await (await database.open()).put('tiles', tiles, adapter);
  } catch {
    // As above.
  }
}
