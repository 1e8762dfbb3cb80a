import { type Random, shuffle } from '../random.ts';
import type { BalancingContext, EpochPlan } from './balancing.ts';

/** Every training image once, shuffled. */
export function planAll({ count, random }: BalancingContext): EpochPlan {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  return { order: shuffle(order, random), copies: new Uint8Array(count) };
}

/** Every training image once, and each class filled up to the largest by images drawn with replacement; shuffled. */
export function planUpsampled(context: BalancingContext): EpochPlan {
  const largest = Math.max(...context.classIndices.map((indices) => indices.length));
  return planWithCopies(
    context,
    context.classIndices.map((indices) => (indices.length === 0 ? 0 : largest - indices.length)),
  );
}

/**
 * The mistake of upsampling the wrong class: the copies that the smaller classes lack are all drawn from the largest,
 * as the seed study's Pneumonia notebook did (1,349 against 6,417 afterwards).
 */
export function planMajorityUpsampled(context: BalancingContext): EpochPlan {
  const counts = context.classIndices.map((indices) => indices.length);
  const largest = Math.max(...counts);
  const missing = counts.reduce((sum, count) => sum + (count === 0 ? 0 : largest - count), 0);
  const majority = counts.indexOf(largest);
  return planWithCopies(
    context,
    counts.map((_, label) => (label === majority ? missing : 0)),
  );
}

/** Every training image once, and so many more of each class, drawn with replacement; shuffled. */
function planWithCopies({ classIndices, random }: BalancingContext, added: readonly number[]): EpochPlan {
  const images = classIndices.flatMap((indices) => [...indices]);
  const originals = images.length;
  classIndices.forEach((indices, label) => {
    for (let missing = added[label]!; missing > 0; missing--) {
      images.push(indices[random.integer(indices.length)]!);
    }
  });
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
