import { lab } from '../../worker/client/lab.ts';

/** Thumbnails asked for at a time: the worker is never busy with them for long. */
const BATCH = 96;
/** Thumbnails held at most, in bytes. */
const ROOM = 64 * 2 ** 20;

/** Some thumbnails below one another. */
interface Strip {
  readonly picture: OffscreenCanvas;
  readonly ids: Uint32Array;
}

/** A thumbnail: a square of a picture. */
export interface StoredTile {
  readonly picture: OffscreenCanvas;
  readonly top: number;
  readonly size: number;
}

/**
 * Thumbnails of one set at one size: fetched from the worker in batches, what is on the screen first, and let go when
 * they were long not looked at.
 */
export class TileStore {
  readonly #datasetKey: string;
  readonly #most: number;
  readonly #strips = new Map<number, Strip>();
  readonly #tiles = new Map<number, { readonly strip: number; readonly place: number }>();
  readonly #wanted = new Map<object, Uint32Array>();
  readonly #listeners = new Set<() => void>();
  #next = 0;
  #size = 0;
  #busy = false;
  #failed = false;

  /** @param most longest edge of a thumbnail, in pixels of the image */
  constructor(datasetKey: string, most: number) {
    this.#datasetKey = datasetKey;
    this.#most = most;
  }

  /** Called when thumbnails have arrived. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Fetches images until they are not wanted any more; `owner` may change its mind. */
  want(owner: object, ids: Uint32Array): void {
    this.#wanted.set(owner, ids);
    void this.#fetch();
  }

  unwant(owner: object): void {
    this.#wanted.delete(owner);
  }

  /** Null: it is on its way. */
  tile(id: number): StoredTile | null {
    const found = this.#tiles.get(id);
    if (!found) return null;
    const strip = this.#strips.get(found.strip)!;
    return { picture: strip.picture, top: found.place * this.#size, size: this.#size };
  }

  async #fetch(): Promise<void> {
    if (this.#busy || this.#failed) return;
    this.#busy = true;
    try {
      // What was wanted last is what is looked at.
      for (let batch = this.#missing(); batch.length > 0; batch = this.#missing()) {
        const { pixels, size } = await lab.galleryTiles(this.#datasetKey, batch, this.#most);
        this.#keep(batch, pixels, size);
        for (const listener of this.#listeners) listener();
      }
    } catch (error) {
      // The set is being let go, or the worker has died, which is told elsewhere: the squares stay empty.
      this.#failed = true;
      console.warn('Thumbnails did not arrive.', error);
    } finally {
      this.#busy = false;
    }
  }

  #missing(): Uint32Array {
    const found: number[] = [];
    for (const ids of [...this.#wanted.values()].reverse()) {
      for (const id of ids) {
        if (!this.#tiles.has(id)) found.push(id);
        if (found.length === BATCH) return Uint32Array.from(found);
      }
    }
    return Uint32Array.from(found);
  }

  #keep(ids: Uint32Array, pixels: Uint8ClampedArray, size: number): void {
    this.#size = size;
    const picture = new OffscreenCanvas(size, size * ids.length);
    picture
      .getContext('2d')!
      .putImageData(new ImageData(pixels as Uint8ClampedArray<ArrayBuffer>, size, size * ids.length), 0, 0);
    const strip = this.#next++;
    this.#strips.set(strip, { picture, ids });
    ids.forEach((id, place) => {
      this.#tiles.set(id, { strip, place });
    });
    const most = Math.max(2, Math.floor(ROOM / (size * size * 4 * BATCH)));
    for (const [oldest, { ids: gone }] of this.#strips) {
      if (this.#strips.size <= most) break;
      this.#strips.delete(oldest);
      for (const id of gone) if (this.#tiles.get(id)?.strip === oldest) this.#tiles.delete(id);
    }
  }
}
