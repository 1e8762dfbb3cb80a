/** What glides takes this long, in milliseconds: long enough to be followed, short enough to be waited for. */
export const GLIDE_MS = 240;

/**
 * What one frame takes of a core where no graphics adapter draws, in milliseconds: itself, and each of its tiles. Measured
 * with 600 tiles: 8 ms from the first call to the screen (docs/performance.md).
 */
const FRAME_MS = 4;
const TILE_MS = 1 / 150;
/** Share of all cores' time that glides may take from a run that trains on them. */
const SHARE = 0.012;
/** A glide of fewer frames would be a leap. */
const LEAST_FRAMES = 3;

/**
 * Milliseconds from one frame of a glide to the next while a run trains on all cores: 0, each frame that the screen has,
 * where that costs the run little, as with many cores or when glides are rare.
 *
 * @param since milliseconds since the glide before began
 */
export function frameGap(tiles: number, cores: number, since: number): number {
  const frames = Math.floor((SHARE * cores * since) / (FRAME_MS + TILE_MS * tiles));
  const gap = GLIDE_MS / Math.max(LEAST_FRAMES, frames);
  return gap < 2 * SCREEN_MS ? 0 : gap;
}

/** What lies between two frames of most screens. */
const SCREEN_MS = 1000 / 60;

/**
 * Numbers that move together from where they are to where they should be; a new goal is taken up from wherever they
 * are by then.
 */
export class Glide {
  /** Where they are now. */
  values: Float32Array;
  #from: Float32Array;
  #to: Float32Array;
  #begun = Number.NEGATIVE_INFINITY;

  constructor(values: Float32Array) {
    this.values = values;
    this.#from = values;
    this.#to = values;
  }

  /**
   * @param now milliseconds, on the clock of the frames
   * @param jump whether to be there at once: for who wants less motion, and for what was not there before
   */
  aim(to: Float32Array, now: number, jump: boolean): void {
    this.#to = to;
    if (jump || to.length !== this.values.length) {
      this.values = to.slice();
      this.#begun = Number.NEGATIVE_INFINITY;
    } else {
      this.#from = this.values.slice();
      this.#begun = now;
    }
  }

  /** @returns whether they are still on their way */
  move(now: number): boolean {
    const share = Math.min(1, Math.max(0, (now - this.#begun) / GLIDE_MS));
    if (share === 1) {
      this.values.set(this.#to);
      return false;
    }
    // Ease out: quick to leave, slow to settle.
    const eased = 1 - (1 - share) ** 3;
    for (let at = 0; at < this.values.length; at++) {
      this.values[at] = this.#from[at]! + eased * (this.#to[at]! - this.#from[at]!);
    }
    return true;
  }
}
