import type { Task } from '../dataset.ts';
import { emptyLike } from '../label-values.ts';
import type { Predictions } from '../run-record.ts';
import { scorePredictions } from '../statistics/scores.ts';
import type { EpochScores, MarginMeans } from './epoch-scores.ts';
import { halfBits, halfValue } from './half-float.ts';

/** Places to which AUCs are told. */
const TOLD = 3;

/**
 * Keeps logits in 16 bits where no AUC that is told changes by it, else in 32: early on, when all lie within a
 * hundredth of each other, eleven bits tie too many of them.
 */
export function packScores(
  epoch: number,
  { logits, activation, labels, outputs }: Predictions,
  task: Task,
  means: MarginMeans | null,
): EpochScores {
  const halves = Uint16Array.from(logits, halfBits);
  const rest = { activation, labels, outputs };
  const aucsOf = (values: Predictions['logits']) =>
    scorePredictions({ ...rest, logits: values }, task, null)?.aucByClass ?? [];
  const rounded = Float32Array.from(halves, halfValue);
  // From 65,520 on sixteen bits hold no number.
  const suffices = rounded.every(Number.isFinite) && areAlike(aucsOf(logits), aucsOf(rounded));
  return { epoch, activation, outputs, means, logits: suffices ? halves : Float32Array.from(logits) };
}

type Aucs = readonly (number | null)[];

function areAlike(exact: Aucs, rounded: Aucs): boolean {
  return exact.every((auc, at) => auc?.toFixed(TOLD) === rounded[at]?.toFixed(TOLD));
}

/** The predictions of some images of a part. */
export function predictionsOfImages(
  { logits, labels, activation, outputs }: Predictions,
  images: Int32Array,
): Predictions {
  const width = labels.length / (logits.length / outputs);
  const chosen = new Float32Array(images.length * outputs);
  const theirs = emptyLike(labels, images.length * width);
  images.forEach((image, place) => {
    chosen.set(logits.subarray(image * outputs, (image + 1) * outputs), place * outputs);
    theirs.set(labels.subarray(image * width, (image + 1) * width), place * width);
  });
  return { logits: chosen, labels: theirs, activation, outputs };
}
