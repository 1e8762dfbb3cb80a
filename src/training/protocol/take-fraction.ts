import { type Random, shuffle } from '../../lab/random.ts';

/**
 * So much of each class, at least two images where there are two; whatever the share, the first ones of one shuffled
 * order, so that a smaller share lies within a larger.
 *
 * @param classes class of each image; all the same for multi-label sets, which are drawn as one class
 * @param fraction in (0, 1]
 * @returns places of the images kept, ascending; in O(n log n)
 */
export function takeFraction(classes: readonly number[], fraction: number, random: Random): number[] {
  const placesOf = new Map<number, number[]>();
  classes.forEach((name, place) => {
    const places = placesOf.get(name);
    if (places) places.push(place);
    else placesOf.set(name, [place]);
  });
  return [...placesOf.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, places]) => {
      const count = Math.max(Math.round(fraction * places.length), Math.min(2, places.length));
      return shuffle(places, random).slice(0, count);
    })
    .sort((a, b) => a - b);
}
