/**
 * Confident learning: which labels are wrong, by the scores of models that never saw the image (Northcutt, Jiang &
 * Chuang, Journal of Artificial Intelligence Research 70, 2021; numbers of equations and sections are theirs).
 */

/** How it is decided which images of a class to name (section 3.2). `both`: what each of the two names. */
export const PRUNINGS = ['noise rate', 'class', 'both'] as const;
export type Pruning = (typeof PRUNINGS)[number];

/** A question with one right answer out of several. */
export interface LabelledScores {
  /** [count, classes], rows with the sum 1, out of sample. */
  readonly probabilities: Float64Array;
  readonly classes: number;
  /** The class that each image is given. */
  readonly given: ArrayLike<number>;
}

/** An image whose label is doubted. */
export interface DoubtedLabel {
  /** Place in the scores. */
  readonly place: number;
  /** The class that the image is more likely to have. */
  readonly suggested: number;
  /** Probability of the suggested class minus that of the given one. */
  readonly margin: number;
}

/**
 * Threshold of each class: how sure the scores are of it, on average, of the images that are given it (equation 2). NaN
 * for a class that no image is given.
 */
export function classThresholds({ probabilities, classes, given }: LabelledScores): Float64Array {
  const sums = new Float64Array(classes);
  const counts = new Float64Array(classes);
  for (let place = 0; place < given.length; place++) {
    const label = given[place]!;
    sums[label]! += probabilities[place * classes + label]!;
    counts[label]! += 1;
  }
  return sums.map((sum, label) => sum / counts[label]!);
}

/**
 * Counts by given class (row) and confident class (column): the likeliest of those whose threshold the image reaches;
 * images that reach none are not counted (equation 1).
 *
 * @returns [classes, classes]
 */
export function confidentJoint(scores: LabelledScores): Float64Array {
  const { probabilities, classes, given } = scores;
  const thresholds = classThresholds(scores);
  const counts = new Float64Array(classes * classes);
  for (let place = 0; place < given.length; place++) {
    let confident = -1;
    for (let label = 0; label < classes; label++) {
      const probability = probabilities[place * classes + label]!;
      if (!(probability >= thresholds[label]!)) continue;
      if (confident < 0 || probability > probabilities[place * classes + confident]!) confident = label;
    }
    if (confident >= 0) counts[given[place]! * classes + confident]! += 1;
  }
  return counts;
}

/**
 * The joint distribution of given and true class: each row of the counts is brought to the number of images that are
 * given the class, and all of it to the sum 1 (equation 3). A class without a confident image is taken as it is given.
 *
 * @returns [classes, classes]
 */
export function calibratedJoint(scores: LabelledScores): Float64Array {
  const { classes, given } = scores;
  const joint = confidentJoint(scores);
  const images = new Float64Array(classes);
  for (let place = 0; place < given.length; place++) images[given[place]!]! += 1;
  for (let row = 0; row < classes; row++) {
    let sum = 0;
    for (let column = 0; column < classes; column++) sum += joint[row * classes + column]!;
    for (let column = 0; column < classes; column++) {
      const share = sum === 0 ? Number(row === column) : joint[row * classes + column]! / sum;
      joint[row * classes + column] = (share * images[row]!) / given.length;
    }
  }
  return joint;
}

/**
 * The images whose labels are doubted, the largest margin first; images of one margin in their order.
 *
 * By noise rate: of each pair of classes as many as the joint says, those with the largest margin. By class: of each class
 * as many as the joint says are of another, those that the scores are least sure of. An image that is likeliest to be of
 * the class that it is given is never named: what it should be instead could not be said.
 */
export function doubtedLabels(scores: LabelledScores, pruning: Pruning): readonly DoubtedLabel[] {
  const { probabilities, classes, given } = scores;
  const joint = calibratedJoint(scores);
  const at = (place: number, label: number) => probabilities[place * classes + label]!;
  const marginTo = (place: number, label: number) => at(place, label) - at(place, given[place]!);
  const members: number[][] = Array.from({ length: classes }, () => []);
  for (let place = 0; place < given.length; place++) members[given[place]!]!.push(place);
  const byRate = new Set<number>();
  const byClass = new Set<number>();
  for (const [row, images] of members.entries()) {
    let others = 0;
    for (let column = 0; column < classes; column++) {
      if (column === row) continue;
      const share = joint[row * classes + column]! * given.length;
      others += share;
      for (const place of largest(images, Math.round(share), (image) => marginTo(image, column))) {
        byRate.add(place);
      }
    }
    for (const place of largest(images, Math.round(others), (image) => -at(image, row))) byClass.add(place);
  }
  const named =
    pruning === 'noise rate'
      ? byRate
      : pruning === 'class'
        ? byClass
        : new Set([...byRate].filter((place) => byClass.has(place)));
  return [...named]
    .map((place) => {
      let suggested = 0;
      for (let label = 1; label < classes; label++)
        if (at(place, label) > at(place, suggested)) suggested = label;
      return { place, suggested, margin: marginTo(place, suggested) };
    })
    .filter(({ place, suggested }) => suggested !== given[place])
    .toSorted((a, b) => b.margin - a.margin || a.place - b.place);
}

/** The first of equal ones, in their order. */
function largest(
  items: readonly number[],
  count: number,
  value: (item: number) => number,
): readonly number[] {
  return items.toSorted((a, b) => value(b) - value(a) || a - b).slice(0, count);
}
