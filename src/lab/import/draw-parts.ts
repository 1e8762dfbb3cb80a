import { SPLITS, type Split } from '../dataset.ts';
import { createRandom, shuffle } from '../random.ts';

/** Tells this draw from the others of one seed. */
const STREAM = 11;

/** Shares of the parts, together 1. */
export type Shares = Readonly<Record<Split, number>>;

/**
 * Draws a part for each of some images, each class in the same shares, and all images of a group into one part.
 *
 * Groups are dealt by size, the largest first, each to the part that lacks most images of its classes (the greedy
 * heuristic of Sechidis et al. 2011, "On the Stratification of Multi-label Data", with groups for examples); equal ones
 * in an order drawn from the seed. Each class with three or more groups is in each part.
 *
 * @param strata class of each image
 * @param groups of each image; null where each is its own
 */
export function drawParts(
  strata: readonly number[],
  groups: readonly string[] | null,
  shares: Shares,
  seed: number,
): Split[] {
  const members = new Map<string | number, number[]>();
  strata.forEach((_, item) => {
    const key = groups?.[item] ?? item;
    const list = members.get(key);
    if (list) list.push(item);
    else members.set(key, [item]);
  });
  const wanted = SPLITS.filter((split) => shares[split] > 0);
  const totals = new Map<number, number>();
  for (const stratum of strata) totals.set(stratum, (totals.get(stratum) ?? 0) + 1);
  /** Images of a class that a part still lacks. */
  const lacks = new Map(
    [...totals].map(([stratum, total]) => [stratum, wanted.map((split) => shares[split] * total)]),
  );
  const lists = [...members.values()];
  const order = shuffle(Uint32Array.from(lists.keys()), createRandom(seed, STREAM));
  const sorted = [...order].sort((one, other) => lists[other]!.length - lists[one]!.length);
  const parts = new Array<Split>(strata.length);
  for (const place of sorted) {
    const list = lists[place]!;
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    wanted.forEach((split, part) => {
      // What is lacking, as a share of the part: a part of its own that is small is filled as soon as a large one.
      const lack = list.reduce((sum, item) => sum + lacks.get(strata[item]!)![part]!, 0) / shares[split];
      if (lack > most + 1e-9) {
        best = part;
        most = lack;
      }
    });
    for (const item of list) {
      parts[item] = wanted[best]!;
      lacks.get(strata[item]!)![best]! -= 1;
    }
  }
  return parts;
}
