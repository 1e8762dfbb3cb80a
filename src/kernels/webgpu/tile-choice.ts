import { defaultTile, type ProductSize, TILES, type Tile } from './tiles.ts';

/** Which tile each product uses: the one that was measured to be best, else the one that should be. */
export class TileChoice {
  readonly #software: boolean;
  readonly #measured = new Map<string, Tile>();
  #forced: Tile | null = null;

  /** @param software whether the adapter computes on the processor */
  constructor(software: boolean) {
    this.#software = software;
  }

  /** @param key names the product: kind and shapes */
  tileFor(key: string, size: ProductSize): Tile {
    return this.#forced ?? this.#measured.get(key) ?? defaultTile(size, this.#software);
  }

  /** Every product takes this tile, until null is given: for tests and measurements. */
  force(name: string | null): void {
    this.#forced = TILES.find((tile) => tile.name === name) ?? null;
  }

  learn(key: string, tile: Tile): void {
    this.#measured.set(key, tile);
  }
}
