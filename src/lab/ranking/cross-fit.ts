import type { Task } from '../dataset.ts';
import { emptyLike } from '../label-values.ts';
import { scoredPart } from '../results/scored-part.ts';
import type { Predictions, RankingScores, Scores } from '../run-record.ts';
import { type AucInfluence, meanInfluenceWork, pooledInfluence } from '../statistics/auc-influence.ts';
import { influenceInterval } from '../statistics/delong.ts';
import { accuracy, answersTo, scorePredictions } from '../statistics/scores.ts';
import { finishWork, type Work } from '../work.ts';
import { halvesOf } from './halves.ts';

/**
 * The score that runs are compared by. The highest val AUC of all epochs is too high, as the epoch is chosen on the very
 * images that score it, and the more a recipe jitters from epoch to epoch, the higher. So val is cross-fitted: each half
 * of its images is scored with the epoch that is best on the other half, and the score is the mean of the two AUCs.
 * Logits of two epochs are never ranked among each other. Where it stands against other ways is in docs/studies.md.
 *
 * Where the halves cannot both be scored (fewer than two images of a class), all of val is scored with the last epoch:
 * it is not chosen at all.
 */

/** Images that are scored with one epoch. */
interface Part {
  readonly images: readonly number[];
  readonly predictions: Predictions;
}

/** An epoch whose scores count so far. */
export interface KeptEpoch {
  /** From 1. */
  readonly epoch: number;
  /** On the images that choose it. */
  readonly auc: number;
  /** Of all of val, [count, outputs]. */
  readonly logits: Predictions['logits'];
}

/** What a run keeps of its epochs: one for each part. Plain data, so that it can be stored along with the weights. */
export type RankingState = readonly KeptEpoch[];

/** The state after one more epoch of the main stage; its predictions are those of all of val. */
export function withEpoch(
  state: RankingState,
  epoch: number,
  predictions: Predictions,
  task: Task,
): RankingState {
  const { logits } = predictions;
  const parts = partsOf(predictions, task);
  if (parts.length === 1) return [{ epoch, auc: meanAuc(predictions, task), logits }];
  return parts.map((_, place) => {
    const auc = meanAuc(parts[1 - place]!.predictions, task);
    const kept = state[place];
    return kept && kept.auc >= auc ? kept : { epoch, auc, logits };
  });
}

/**
 * The score at the end of a run, and the raw outputs behind it: each image with the logits of the epoch that scores it.
 *
 * @param predictions of any epoch
 * @returns null before the first epoch of the main stage
 */
export function rankingOf(
  state: RankingState,
  predictions: Predictions,
  task: Task,
): { readonly scores: RankingScores; readonly predictions: Predictions } | null {
  if (state.length === 0) return null;
  const { outputs } = predictions;
  const logits = new Float32Array(predictions.logits.length);
  for (const [place, { images }] of partsOf(predictions, task).entries()) {
    const kept = state[place]!.logits;
    for (const image of images) {
      logits.set(kept.subarray(image * outputs, (image + 1) * outputs), image * outputs);
    }
  }
  const ranked = { ...predictions, logits };
  const scores = scoreRanking(ranked, task);
  return scores && { scores: { ...scores, epochs: state.map(({ epoch }) => epoch) }, predictions: ranked };
}

/** Scores of the raw outputs that {@link rankingOf} gives; null where no class has an AUC. */
export function scoreRanking(predictions: Predictions, task: Task): Scores | null {
  const byOutput = finishWork(influencesByOutput(predictions, task));
  const whole = rankingInfluence(predictions, task);
  if (!whole) return null;
  return {
    auc: whole.auc,
    acc: accuracy(predictions, task),
    loss: null,
    interval: task === 'binary' ? influenceInterval(whole) : null,
    aucByClass: byOutput.map((part) => part?.auc ?? null),
  };
}

/** The AUC of {@link scoreRanking} with the share of each image in it; null where no class has an AUC. */
export function rankingInfluence(predictions: Predictions, task: Task): AucInfluence | null {
  return finishWork(rankingInfluenceWork(predictions, task));
}

/** {@link rankingInfluence} in steps. */
export function* rankingInfluenceWork(predictions: Predictions, task: Task): Work<AucInfluence | null> {
  const defined = (yield* influencesByOutput(predictions, task)).filter((part) => part !== null);
  return defined.length === 0 ? null : yield* meanInfluenceWork(defined);
}

/** Of each output the mean over the parts in which it has an AUC; null where it has none in any. */
function* influencesByOutput(predictions: Predictions, task: Task): Work<readonly (AucInfluence | null)[]> {
  const count = predictions.logits.length / predictions.outputs;
  const byPart = [];
  for (const { images, predictions: part } of partsOf(predictions, task)) {
    yield;
    byPart.push({ items: images, ...(yield* scoredPart(part, task)) });
  }
  const influences: (AucInfluence | null)[] = [];
  for (let output = 0; output < predictions.outputs; output++) {
    yield;
    const scored = byPart
      .map(({ items, held, scores }) => ({ items, labels: held[output]!, scores: scores[output]! }))
      .filter(({ labels }) => labels.includes(1) && labels.includes(0));
    influences.push(scored.length === 0 ? null : pooledInfluence(scored, count));
  }
  return influences;
}

/** The halves, or all images where one half has no AUC. */
function partsOf(predictions: Predictions, task: Task): readonly Part[] {
  const halves = halvesOf(predictions, task);
  const all = Array.from(halves, (_, image) => image);
  const parts = [0, 1].map((half) =>
    partOf(
      predictions,
      all.filter((image) => halves[image] === half),
    ),
  );
  return parts.every((half) => isScored(half, task)) ? parts : [{ images: all, predictions }];
}

/** Whether any output has an AUC: nearly always the first has one. */
function isScored({ predictions }: Part, task: Task): boolean {
  for (let output = 0; output < predictions.outputs; output++) {
    const labels = answersTo(predictions, task, output);
    if (labels.includes(1) && labels.includes(0)) return true;
  }
  return false;
}

function partOf(predictions: Predictions, images: readonly number[]): Part {
  const { logits, labels, outputs } = predictions;
  const width = labels.length / (logits.length / outputs);
  const part = {
    ...predictions,
    logits: new (logits.constructor as Float32ArrayConstructor)(images.length * outputs),
    labels: emptyLike(labels, images.length * width),
  };
  for (const [place, image] of images.entries()) {
    part.logits.set(logits.subarray(image * outputs, (image + 1) * outputs), place * outputs);
    part.labels.set(labels.subarray(image * width, (image + 1) * width), place * width);
  }
  return { images, predictions: part };
}

function meanAuc(predictions: Predictions, task: Task): number {
  return scorePredictions(predictions, task, null)!.auc;
}
