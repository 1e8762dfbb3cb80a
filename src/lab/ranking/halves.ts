import type { Task } from '../dataset.ts';
import type { LabelValues } from '../label-values.ts';
import { createRandom, shuffle } from '../random.ts';
import type { Predictions } from '../run-record.ts';

/** Draws the halves: always the same, so that all runs of a set are compared on the same ones. */
const HALVES_SEED = 2009;

const UNDEALT = 2;

type Counts = [number, number];

/**
 * Splits images into two halves that hold each class (label) alike, by iterative stratification (Sechidis, Tsoumakas &
 * Vlahavas, ECML PKDD 2011): the class with the fewest images left is dealt out first, each image to the half that has
 * fewer of it. The halves depend on the labels alone.
 *
 * @param labels as in SplitData.labels
 * @returns 0 or 1 for each image
 */
export function halvesOf(
  { labels, outputs }: Pick<Predictions, 'labels' | 'outputs'>,
  task: Task,
): Uint8Array<ArrayBuffer> {
  const width = task === 'multi-label' ? outputs : 1;
  const order = shuffle(
    Int32Array.from({ length: labels.length / width }, (_, image) => image),
    createRandom(HALVES_SEED),
  );
  const members = new Map<number, number[]>();
  for (const image of order) {
    for (const group of groupsOf(labels, image, width)) {
      const known = members.get(group);
      if (known) known.push(image);
      else members.set(group, [image]);
    }
  }
  const left = new Map([...members].map(([group, images]) => [group, images.length]));
  const dealt = new Map([...members.keys()].map((group): [number, Counts] => [group, [0, 0]]));
  const halves = new Uint8Array(order.length).fill(UNDEALT);
  const sizes: Counts = [0, 0];
  const deal = (image: number, fewer: Counts) => {
    const half = smaller(fewer) ?? smaller(sizes) ?? 0;
    halves[image] = half;
    sizes[half] += 1;
    for (const group of groupsOf(labels, image, width)) {
      dealt.get(group)![half] += 1;
      const rest = left.get(group);
      if (rest !== undefined) left.set(group, rest - 1);
    }
  };
  while (left.size > 0) {
    const rarest = rarestOf(left);
    for (const image of members.get(rarest)!) {
      if (halves[image] === UNDEALT) deal(image, dealt.get(rarest)!);
    }
    left.delete(rarest);
  }
  // Images without any label.
  for (const image of order) if (halves[image] === UNDEALT) deal(image, sizes);
  return halves;
}

/** The group with the fewest images left, of equal ones the first; no list is made, as 1,000 classes would make 1,000. */
function rarestOf(left: ReadonlyMap<number, number>): number {
  let [rarest, fewest] = [-1, Number.POSITIVE_INFINITY];
  for (const [group, images] of left) if (images < fewest) [rarest, fewest] = [group, images];
  return rarest;
}

function smaller([first, second]: Counts): 0 | 1 | null {
  if (first === second) return null;
  return first < second ? 0 : 1;
}

/** The class of an image, or the labels that it has. */
function groupsOf(labels: LabelValues, image: number, width: number): readonly number[] {
  if (width === 1) return [labels[image]!];
  const groups: number[] = [];
  for (let label = 0; label < width; label++) if (labels[image * width + label] === 1) groups.push(label);
  return groups;
}
