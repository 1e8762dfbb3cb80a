import { normalQuantile } from '../statistics/distributions.ts';
import { CONFIDENCE, type Interval, logitIntervalOf } from '../statistics/intervals.ts';
import { f1Interval, wilsonInterval } from '../statistics/wilson.ts';
import type { Answers, ClassCounts } from './answers.ts';
import type { ScoredPart } from './scored-part.ts';

/** A share with its 95 % interval; both null where it is not defined. */
export interface Rate {
  readonly value: number | null;
  readonly interval: Interval | null;
}

export const RATE_NAMES = ['sensitivity', 'specificity', 'precision', 'f1'] as const;
export type RateName = (typeof RATE_NAMES)[number];

export type ClassRates = Readonly<Record<RateName, Rate>>;

/** The shares of one class against all others: Wilson intervals, see wilson. */
export function classRates({ found, missed, falseAlarms, passed }: ClassCounts): ClassRates {
  return {
    sensitivity: shareOf(found, found + missed),
    specificity: shareOf(passed, passed + falseAlarms),
    precision: shareOf(found, found + falseAlarms),
    f1: {
      value: ratio(2 * found, 2 * found + missed + falseAlarms),
      interval: f1Interval(found, missed, falseAlarms),
    },
  };
}

export function shareOf(part: number, whole: number): Rate {
  return { value: ratio(part, whole), interval: wilsonInterval(part, whole) };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Share of right answers, of labels over all labels of all images, beside that of the lazy model. */
export interface AccuracyRates {
  /** The interval is null for multi-label: the labels of an image are not independent. */
  readonly accuracy: Rate;
  /** Of the model that always gives the commonest class; of labels the mean share of the commoner answer. */
  readonly lazy: number;
  /** The class that the lazy model always gives; null for multi-label. */
  readonly lazyAnswer: number | null;
}

export function accuracyRates({ task, count }: ScoredPart, { classes }: Answers): AccuracyRates {
  const images = classes.map(({ found, missed }) => found + missed);
  if (task === 'multi-label') {
    const right = classes.reduce((sum, { found, passed }) => sum + found + passed, 0);
    const common = images.reduce((sum, held) => sum + Math.max(held, count - held), 0);
    const all = count * classes.length;
    return { accuracy: { value: right / all, interval: null }, lazy: common / all, lazyAnswer: null };
  }
  const most = Math.max(...images);
  const right = classes.reduce((sum, { found }) => sum + found, 0);
  return { accuracy: shareOf(right, count), lazy: most / count, lazyAnswer: images.indexOf(most) };
}

/**
 * Means over the classes (labels) for which the share is defined: the macro means; that of the sensitivities is called
 * balanced accuracy. 95 % intervals by the delta method, from the part that each image has in every class's ratio, so that
 * what classes share counts (for F1: Takahashi et al., Applied Intelligence 2022), on the logit scale. Null where the
 * variance is 0, as of a mean of 1.
 */
export function macroRates(part: ScoredPart, answers: Answers): ClassRates {
  const groups = part.task === 'multi-label' ? imageGroups(part, answers) : cellGroups(answers);
  return {
    sensitivity: macroMean(answers, groups, ([inside, , whole]) => [inside, whole]),
    specificity: macroMean(answers, groups, ([inside, called, whole]) => [
      1 - called - whole + inside,
      1 - whole,
    ]),
    precision: macroMean(answers, groups, ([inside, called]) => [inside, called]),
    f1: macroMean(answers, groups, ([inside, called, whole]) => [2 * inside, called + whole]),
  };
}

/** Images that are answered alike. */
interface ImageGroups {
  readonly sizes: ArrayLike<number>;
  /**
   * [classes]: the groups that are called so or of it, as 4 × group + case; the case is 1 where they are called so, plus 2
   * where they are of it. All others are neither: of 1,000 classes nearly all are.
   */
  readonly touched: readonly (readonly number[])[];
}

/** The filled cells of the confusion matrix: images in one are alike for every class. */
function cellGroups({ confusion, classes }: Answers): ImageGroups {
  const size = classes.length;
  const sizes: number[] = [];
  const touched = classes.map((): number[] => []);
  // Of 1,000 classes the matrix has a million cells, nearly all of them empty.
  for (let cell = 0; cell < confusion.length; cell++) {
    if (confusion[cell] === 0) continue;
    const group = 4 * sizes.length;
    const [own, called] = [Math.floor(cell / size), cell % size];
    if (own === called) touched[own]!.push(group + 3);
    else {
      touched[own]!.push(group + 2);
      touched[called]!.push(group + 1);
    }
    sizes.push(confusion[cell]!);
  }
  return { sizes, touched };
}

/** Every image by itself. */
function imageGroups({ count, held }: ScoredPart, { called }: Answers): ImageGroups {
  return {
    sizes: new Uint8Array(count).fill(1),
    touched: called.map((column, label) => {
      const images: number[] = [];
      for (let image = 0; image < count; image++) {
        const found = column[image]! + 2 * held[label]![image]!;
        if (found > 0) images.push(4 * image + found);
      }
      return images;
    }),
  };
}

/** Whether an image (as 0 or 1), or how many of all: is found, is called so, is of the class. */
type Indicators = readonly [found: number, called: number, held: number];

function macroMean(
  { classes }: Answers,
  { sizes, touched }: ImageGroups,
  ratioOf: (indicators: Indicators) => readonly [top: number, bottom: number],
): Rate {
  const influence = new Float64Array(sizes.length);
  let [sum, defined, ofNeither] = [0, 0, 0];
  for (const [label, { found, missed, falseAlarms, passed }] of classes.entries()) {
    // What an image adds to the two sides of the ratio, by its four cases: neither, called, held, both.
    const added = [0, 1, 2, 3].map((index) => ratioOf([index === 3 ? 1 : 0, index & 1, index >> 1]));
    const [top, bottom] = [0, 1].map((side) =>
      [passed, falseAlarms, missed, found].reduce(
        (all, images, index) => all + images * added[index]![side]!,
        0,
      ),
    ) as [number, number];
    if (bottom === 0) continue;
    defined++;
    sum += top / bottom;
    // d (top / bottom) of one image more.
    const shares = added.map(([above, below]) => (above - (top / bottom) * below) / bottom);
    const neither = shares[0]!;
    ofNeither += neither;
    for (const entry of touched[label]!) influence[entry >> 2]! += shares[entry & 3]! - neither;
  }
  if (defined === 0) return { value: null, interval: null };
  let variance = 0;
  for (let group = 0; group < influence.length; group++) {
    variance += sizes[group]! * (ofNeither + influence[group]!) ** 2;
  }
  const value = sum / defined;
  const deviation = Math.sqrt(variance);
  // What the classes' parts leave of a zero is no variance: its interval would not hold the mean itself.
  const half = deviation < ROUNDING ? 0 : (Z * deviation) / defined;
  return { value, interval: logitIntervalOf(value, half) };
}

/** Parts of shares that cancel come out below this; what does not cancel is far above, for millions of images too. */
const ROUNDING = 1e-12;
const Z = normalQuantile((1 + CONFIDENCE) / 2);
