import type { Dispatch } from './dispatch.ts';
import { type ProductSize, rankedTiles, suits, TILES, type Tile } from './tiles.ts';

/** A product of matrices that may be cut into tiles in several ways. */
export interface Product {
  /** Names what was asked: kind and shapes. */
  readonly key: string;
  readonly size: ProductSize;
  /** Bytes of the buffers that it reads and writes, in the order in which `dispatch` takes them. */
  readonly bufferBytes: readonly number[];
  dispatch(tile: Tile, buffers: readonly GPUBufferBinding[]): Dispatch;
}

/** Times of dispatches on the device, in nanoseconds, each run `repeats` times. */
export type Measure = (dispatches: readonly Dispatch[], repeats: number) => Promise<readonly number[]>;

/** Names of the best tiles by product: what is worth keeping from visit to visit. */
export type MeasuredTiles = Readonly<Record<string, string>>;

/** Only tiles are tried whose modelled cost is at most this many times the least. */
const WORTH_TRYING = 2.5;
/** Browsers round times on the device to this, in nanoseconds, against attacks by timing. */
const CLOCK_STEP = 100_000;
/** A measured time should be this many steps of the clock; and the most repetitions to get there. */
const STEPS_WANTED = 12;
const MOST_REPEATS = 64;
/** Time that one search may take, in milliseconds; what is left keeps its default tile. */
const SEARCH_TIME = 2500;

/**
 * Which tile each product uses: the one that was measured to be best on this device, else the one that should be. The
 * choice changes the time only: sums are taken in the same order in every tile.
 */
export class TileChoice {
  readonly #software: boolean;
  readonly #measured = new Map<string, Tile>();
  /** Products that were met and not measured yet. */
  readonly #unmeasured = new Map<string, Product>();
  readonly #searches: boolean;
  #forced: Tile | null = null;

  /**
   * @param software whether the adapter computes on the processor
   * @param searches whether products are noted for `search`
   */
  constructor({ software, searches }: { readonly software: boolean; readonly searches: boolean }) {
    this.#software = software;
    this.#searches = searches;
  }

  tileFor(product: Product): Tile {
    const forced = this.#forced?.lanes === 'vector' && !product.size.vectors ? null : this.#forced;
    const known = forced ?? this.#measured.get(product.key);
    if (known) return known;
    if (this.#searches) this.#unmeasured.set(product.key, product);
    return rankedTiles(product.size, this.#software)[0]!.tile;
  }

  /** Every product that can takes this tile, until null is given: for tests and measurements. */
  force(name: string | null): void {
    this.#forced = TILES.find((tile) => tile.name === name) ?? null;
  }

  get hasUnmeasured(): boolean {
    return this.#unmeasured.size > 0;
  }

  get measured(): MeasuredTiles {
    return Object.fromEntries([...this.#measured].map(([key, tile]) => [key, tile.name]));
  }

  /** Takes over what an earlier search on the same adapter found, but for tiles that are no longer its choice. */
  learn(tiles: MeasuredTiles): void {
    for (const [key, name] of Object.entries(tiles)) {
      const tile = TILES.find((candidate) => candidate.name === name);
      if (tile && suits(tile, this.#software)) this.#measured.set(key, tile);
    }
  }

  /**
   * Measures the products met so far on buffers of their sizes, as long as the time allows.
   *
   * @param withBuffers provides buffers of at least these sizes, or does nothing where there is no room for them
   */
  async search(
    measure: Measure,
    withBuffers: (
      bytes: readonly number[],
      use: (buffers: readonly GPUBufferBinding[]) => Promise<void>,
    ) => Promise<void>,
  ): Promise<void> {
    const end = performance.now() + SEARCH_TIME;
    for (const product of [...this.#unmeasured.values()]) {
      if (performance.now() > end) return;
      this.#unmeasured.delete(product.key);
      const ranked = rankedTiles(product.size, this.#software);
      const worth = ranked.filter(({ cost }) => cost <= WORTH_TRYING * ranked[0]!.cost);
      await withBuffers(product.bufferBytes, async (buffers) => {
        const dispatches = worth.map(({ tile }) => product.dispatch(tile, buffers));
        const best = await quickest(measure, dispatches);
        this.#measured.set(product.key, worth[best ?? 0]!.tile);
      });
      // Without room to measure it keeps its default: asking again at each step would cost more than it could save.
      if (!this.#measured.has(product.key)) this.#measured.set(product.key, ranked[0]!.tile);
    }
  }
}

/** The quickest of some dispatches, or undefined where the clock cannot tell. */
async function quickest(measure: Measure, dispatches: readonly Dispatch[]): Promise<number | undefined> {
  // The first run of a program includes its compilation on some systems.
  await measure(dispatches, 1);
  const once = await measure(dispatches, 1);
  const least = Math.max(CLOCK_STEP / 4, Math.min(...once));
  const repeats = Math.min(MOST_REPEATS, Math.ceil((STEPS_WANTED * CLOCK_STEP) / least));
  const times = repeats > 1 ? await measure(dispatches, repeats) : once;
  const shortest = Math.min(...times);
  return shortest < 2 * CLOCK_STEP ? undefined : times.indexOf(shortest);
}
