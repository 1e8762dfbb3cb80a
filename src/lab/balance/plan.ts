import { type Random, shuffle } from '../random.ts';
import type { BalancingContext, EpochPlan } from './balancing.ts';

/** Every training image once, shuffled. */
export function planAll({ count, random }: BalancingContext): EpochPlan {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  return { order: shuffle(order, random), copies: new Uint8Array(count) };
}

/** Every training image once, and each class filled up to the largest by images drawn with replacement; shuffled. */
export function planUpsampled({ classIndices, random }: BalancingContext): EpochPlan {
  const largest = Math.max(...classIndices.map((indices) => indices.length));
  const images = classIndices.flatMap((indices) => [...indices]);
  const originals = images.length;
  for (const indices of classIndices) {
    if (indices.length === 0) continue;
    for (let missing = largest - indices.length; missing > 0; missing--) {
      images.push(indices[random.integer(indices.length)]!);
    }
  }
  const places = shuffle(
    Int32Array.from(images, (_, place) => place),
    random,
  );
  return {
    order: Int32Array.from(places, (place) => images[place]!),
    copies: Uint8Array.from(places, (place) => (place >= originals ? 1 : 0)),
  };
}

/** As many of each class as the smallest has, drawn without replacement; shuffled. */
export function planUndersampled({ classIndices, random }: BalancingContext): EpochPlan {
  const present = classIndices.filter((indices) => indices.length > 0);
  const smallest = Math.min(...present.map((indices) => indices.length));
  const chosen = present.flatMap((indices) => [...shuffle(indices.slice(), random).subarray(0, smallest)]);
  return { order: shuffle(Int32Array.from(chosen), random), copies: new Uint8Array(chosen.length) };
}

/** Walks a list shuffled, and reshuffles when it wraps. */
export function endlessWalk(indices: Int32Array, random: Random): () => { index: number; copy: boolean } {
  const walk = shuffle(indices.slice(), random);
  let place = 0;
  let wrapped = false;
  return () => {
    if (place === walk.length) {
      shuffle(walk, random);
      place = 0;
      wrapped = true;
    }
    return { index: walk[place++]!, copy: wrapped };
  };
}
