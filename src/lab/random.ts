import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { exactLog } from './exact-math.ts';

/** A seeded stream of random numbers; equal keys give equal streams, to the last bit, on every machine and engine. */
export interface Random {
  /** Of 32 bits: the stream as a function of its keys. */
  readonly seed: number;
  /** Uniform in [0, 1), in steps of 2^-32. */
  uniform(): number;
  /** Uniform integer in [0, bound), bound in 1..2^31. */
  integer(bound: number): number;
  /** Standard normal. */
  normal(): number;
  /** As if so many normals had been drawn, in a fraction of the time: their logarithms are left out. */
  skipNormals(count: number): void;
}

/** Names of the independent streams of one seed, so that adding draws to one does not shift another. */
export const STREAM = {
  weights: 1,
  sampling: 2,
  augmentation: 3,
  reference: 4,
  phantom: 5,
  protocol: 6,
  normalisation: 7,
  stress: 8,
  tenImages: 9,
} as const;

/**
 * @param keys seed, stream and whatever else tells the stream apart (epoch, sample), each an integer
 */
export function createRandom(...keys: readonly number[]): Random {
  const seed = mix(keys);
  const generator: RandomGenerator = xoroshiro128plus(seed);
  const uniform = () => (generator.next() >>> 0) / 2 ** 32;
  let spare: number | null = null;
  // The polar method (Marsaglia & Bray 1964): two normals from a point of the unit disc; the second is kept for the
  // next call. It needs no sine, and its logarithm is our own, so that the bytes are the same in every engine.
  const normal = () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * exactLog(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
  return {
    seed,
    uniform,
    integer: (bound) => Math.floor(uniform() * bound),
    normal,
    skipNormals: (count) => {
      let left = count;
      if (left > 0 && spare !== null) {
        spare = null;
        left -= 1;
      }
      while (left >= 2) {
        const x = 2 * uniform() - 1;
        const y = 2 * uniform() - 1;
        const square = x * x + y * y;
        if (square < 1 && square !== 0) left -= 2;
      }
      if (left === 1) normal();
    },
  };
}

/** Fisher–Yates shuffle in place. */
export function shuffle<Items extends { readonly length: number; [index: number]: number }>(
  items: Items,
  random: Random,
): Items {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const kept = items[last]!;
    items[last] = items[other]!;
    items[other] = kept;
  }
  return items;
}

/** Folds integers into one 32-bit seed with the finaliser of MurmurHash3 (fmix32) after each. */
function mix(keys: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const key of keys) {
    hash = Math.imul(hash ^ key, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash;
}
