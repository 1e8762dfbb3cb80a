import type { Task } from '../dataset.ts';
import type { LabelValues } from '../label-values.ts';
import type { Predictions } from '../run-record.ts';
import { doubtedLabels, type LabelledScores, type Pruning } from './confident-learning.ts';

/** A training image whose label is doubted, with what is doubted of it. */
export interface DoubtedImage {
  /** Index in the official training part. */
  readonly image: number;
  /** Of several labels, the one that is doubted; null where an image has one class. */
  readonly label: number | null;
  /** The class; of a label 1 where it is given, else 0. */
  readonly given: number;
  readonly suggested: number;
  /** 0 to 1: how much more likely the suggestion is, by the scores. */
  readonly margin: number;
}

/** How good a list is where the truth is known. */
export interface ListQuality {
  /** Labels that are wrong in truth. */
  readonly wrong: number;
  readonly listed: number;
  /** Listed ones that are wrong. */
  readonly found: number;
  /** Share of the list that is wrong; null for an empty list. */
  readonly precision: number | null;
  /** Share of the wrong ones that are listed; null where none is wrong. */
  readonly recall: number | null;
}

/**
 * The training images whose labels confident learning doubts, the surest first. With several labels each is a question of
 * its own (given or not), as confident learning knows one class for each image only; an image may be named for several.
 *
 * @param scores out of their folds; `labels` are not looked at
 * @param images index in the training part of each row of the scores
 * @param given label row of each row of the scores, as it is trained on
 */
export function doubtedImages(
  scores: Pick<Predictions, 'logits' | 'activation' | 'outputs'>,
  images: ArrayLike<number>,
  given: LabelValues,
  task: Task,
  pruning: Pruning,
): readonly DoubtedImage[] {
  const { outputs } = scores;
  const doubts = (labelled: LabelledScores, label: number | null) =>
    doubtedLabels(labelled, pruning).map(({ place, suggested, margin }) => ({
      ...{ image: images[place]!, label, given: labelled.given[place]!, suggested, margin },
    }));
  if (task === 'multi-class') {
    return doubts({ probabilities: softmaxRows(scores), classes: outputs, given }, null);
  }
  return Array.from({ length: outputs }, (_, output) => {
    const own = Uint8Array.from({ length: images.length }, (_none, row) => given[row * outputs + output]!);
    const probabilities = twoSided(scores, output);
    return doubts({ probabilities, classes: 2, given: own }, task === 'binary' ? null : output);
  })
    .flat()
    .toSorted((a, b) => b.margin - a.margin || a.image - b.image || (a.label ?? 0) - (b.label ?? 0));
}

/** @param isWrong whether a label (of an image, or one of its labels) is wrong in truth; @param wrong how many are */
export function listQuality(
  list: readonly DoubtedImage[],
  isWrong: (doubt: DoubtedImage) => boolean,
  wrong: number,
): ListQuality {
  const found = list.filter(isWrong).length;
  return {
    ...{ wrong, listed: list.length, found },
    precision: list.length === 0 ? null : found / list.length,
    recall: wrong === 0 ? null : found / wrong,
  };
}

/** [count, 2]: of an output, no and yes. */
function twoSided(
  { logits, outputs }: Pick<Predictions, 'logits' | 'outputs'>,
  output: number,
): Float64Array {
  const probabilities = new Float64Array((logits.length / outputs) * 2);
  for (let row = 0; row < probabilities.length / 2; row++) {
    const yes = 1 / (1 + Math.exp(-logits[row * outputs + output]!));
    probabilities[row * 2] = 1 - yes;
    probabilities[row * 2 + 1] = yes;
  }
  return probabilities;
}

/** Probabilities by class; of sigmoids, one a class, each in its share of their sum. */
function softmaxRows({
  logits,
  outputs,
  activation,
}: Pick<Predictions, 'logits' | 'activation' | 'outputs'>): Float64Array {
  const probabilities = new Float64Array(logits.length);
  for (let start = 0; start < logits.length; start += outputs) {
    const row = Array.from(logits.subarray(start, start + outputs));
    const highest = Math.max(...row);
    const weights = row.map((logit) =>
      activation === 'softmax' ? Math.exp(logit - highest) : 1 / (1 + Math.exp(-logit)),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    weights.forEach((weight, label) => {
      probabilities[start + label] = sum === 0 ? 1 / outputs : weight / sum;
    });
  }
  return probabilities;
}
