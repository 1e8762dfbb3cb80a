import { type Random, shuffle } from '../random.ts';

/** Images that stay together: how many, and how many of each class (with each label). */
export interface Share {
  readonly size: number;
  readonly classes: readonly number[];
}

/**
 * Deals groups of images to parts so that each class (label) comes as near as it can to what each part wants of it:
 * iterative stratification (Sechidis, Tsoumakas & Vlahavas, ECML PKDD 2011), which serves one class an image as well as
 * several labels. The rarest class goes first; its groups, larger ones before smaller and else in random order, each go
 * to the part that lacks most of it, of equal ones to the part that lacks most images.
 *
 * Without groups of several images and with one class each, no part is more than one image of a class away from what it
 * wants; and not even that where it wants whole numbers that add up.
 *
 * @param wanted by part; each class adds up to what there is of it
 * @returns the part of each group
 */
export function stratify(groups: readonly Share[], wanted: readonly Share[], random: Random): Int32Array {
  const parts = wanted.map(({ size, classes }) => ({ size, classes: [...classes] }));
  const partOf = new Int32Array(groups.length).fill(-1);
  const order = shuffle(
    groups.map((_, place) => place),
    random,
  ).toSorted((a, b) => groups[b]!.size - groups[a]!.size);
  const give = (place: number, lacks: (part: (typeof parts)[number]) => number) => {
    const part = parts.indexOf(
      parts.reduce((best, other) => {
        const ahead = lacks(other) - lacks(best) || other.size - best.size;
        return ahead > 0 ? other : best;
      }),
    );
    partOf[place] = part;
    parts[part]!.size -= groups[place]!.size;
    groups[place]!.classes.forEach((count, name) => {
      parts[part]!.classes[name]! -= count;
    });
  };
  const left = Array.from(wanted[0]!.classes, (_, name) =>
    order.filter((place) => groups[place]!.classes[name]! > 0),
  );
  for (const _ of left) {
    const open = left.map((places) => places.filter((place) => partOf[place] === -1));
    const rarest = open.reduce<number>(
      (best, places, name) =>
        places.length > 0 && (best < 0 || places.length < open[best]!.length) ? name : best,
      -1,
    );
    if (rarest < 0) break;
    for (const place of open[rarest]!) give(place, ({ classes }) => classes[rarest]!);
  }
  for (const place of order) if (partOf[place] === -1) give(place, ({ size }) => size);
  return partOf;
}
