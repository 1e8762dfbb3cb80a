import { type DBSchema, openDB } from 'idb';

/** Names of tiles by product (kernels/webgpu/tile-choice.ts). */
type Tiles = Readonly<Record<string, string>>;

interface TilesSchema extends DBSchema {
  tiles: { key: string; value: Tiles };
}

const open = () =>
  openDB<TilesSchema>('medmnist-lab-webgpu', 1, {
    upgrade(database) {
      database.createObjectStore('tiles');
    },
  });

/** What was measured on the adapter of this name at an earlier visit; nothing where there is no storage. */
export async function loadMeasuredTiles(adapter: string): Promise<Tiles> {
  try {
    return (await (await open()).get('tiles', adapter)) ?? {};
  } catch {
    // Measuring again takes seconds; a browser that stores nothing still trains.
    return {};
  }
}

/** Keeps what was measured for the next visit, where there is storage. */
export async function saveMeasuredTiles(adapter: string, tiles: Tiles): Promise<void> {
  try {
    await (await open()).put('tiles', tiles, adapter);
  } catch {
    // As above.
  }
}
