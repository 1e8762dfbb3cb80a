import type { Task } from '../dataset.ts';
import { datasetKey } from '../recipe/dataset-reference.ts';
import { answersAt, standardThresholds } from '../results/answers.ts';
import { scoredPart } from '../results/scored-part.ts';
import type { Predictions } from '../run-record.ts';
import type { AucInfluence } from '../statistics/auc-influence.ts';
import { influenceInterval, pairedDifferenceOf } from '../statistics/delong.ts';
import { holm } from '../statistics/holm.ts';
import type { Interval } from '../statistics/intervals.ts';
import { predictionInfluence } from '../statistics/prediction-influence.ts';
import { ALPHA } from '../study/analyse.ts';
import { predictionsOf } from '../study/plain-predictions.ts';
import { finishWork } from '../work.ts';
import { budgetText, type Challenge, isWithin, type Metric } from './challenge.ts';
import { type Entry, isSameChallenge } from './entry.ts';

/** A file that was dropped on the board, read whole. */
export interface DroppedEntry {
  readonly name: string;
  /** SHA-256 of the file. */
  readonly hash: string;
  /** Null: it is none, as `fault` says. */
  readonly entry: Entry | null;
  readonly fault: string;
}

/**
 * How an entry stands: `first` alone ahead of all beyond luck, `tied` with the highest, or `behind` it; `open` where nothing
 * shows the noise between it and the highest, see pairedDifferenceOf.
 */
export type Place = 'first' | 'tied' | 'behind' | 'open';

export interface Ranked {
  readonly file: string;
  readonly entry: Entry;
  readonly score: number;
  readonly interval: Interval | null;
  readonly place: Place;
  /** Null where the challenge has no goal. */
  readonly reached: boolean | null;
}

export interface Board {
  /** Null where nothing counts. */
  readonly challenge: Challenge | null;
  /** The highest first. */
  readonly ranked: readonly Ranked[];
  readonly refused: readonly { readonly name: string; readonly text: string }[];
}

/**
 * Orders entries by the metric of their challenge on the test part. Two are told apart where their paired difference on the
 * same images is more than luck: p by DeLong's variance (for balanced accuracy by that of the mean of recalls), Holm's over
 * all pairs. An entry that is not told from the highest is tied with it.
 *
 * @param given the challenge; null: that of the first entry
 */
export function boardOf(files: readonly DroppedEntry[], given: Challenge | null): Board {
  const challenge = given ?? files.find(({ entry }) => entry)?.entry?.challenge ?? null;
  const refused: { name: string; text: string }[] = [];
  const counted: { file: string; entry: Entry; score: AucInfluence; images: string }[] = [];
  const hashes = new Map<string, string>();
  const runs = new Map<string, string>();
  let images: string | null = null;
  for (const { name, hash, entry, fault } of files) {
    const refuse = (text: string) => refused.push({ name, text });
    if (!entry) refuse(fault);
    else if (!challenge || !isSameChallenge(challenge, entry.challenge))
      refuse('It is of another challenge.');
    else {
      const { record, predictions } = entry.run;
      const twin = hashes.get(hash) ?? runs.get(record.id);
      const test = predictionsOf(predictions.test)!;
      const own = `${record.dataset.fingerprint} ${test.labels.join('')}`;
      const score = scoreOf(test, record.dataset.task, challenge.metric);
      if (twin !== undefined) refuse(`It is there twice: the same run as “${twin}”.`);
      else if (record.dataset.key !== datasetKey(challenge.dataset)) refuse('It is of another set.');
      else if (images !== null && images !== own) refuse('Its test images are not those of the others.');
      else if (!isWithin(challenge.budget, entry.spent))
        refuse(`It is over the budget of ${budgetText(challenge.budget)}.`);
      else if (!score) refuse('Its test part has no such score.');
      else {
        images = own;
        hashes.set(hash, name);
        runs.set(record.id, name);
        counted.push({ file: name, entry, score, images: own });
      }
    }
  }
  counted.sort((a, b) => b.score.auc - a.score.auc);
  const places = placesOf(counted.map(({ score }) => score));
  return {
    challenge,
    refused,
    ranked: counted.map(({ file, entry, score }, at) => ({
      ...{ file, entry, score: score.auc, interval: influenceInterval(score), place: places[at]! },
      reached: challenge!.goal === null ? null : score.auc >= challenge!.goal,
    })),
  };
}

/** @param scores the highest first */
function placesOf(scores: readonly AucInfluence[]): readonly Place[] {
  const pairs = scores.flatMap((one, at) =>
    scores.slice(at + 1).map((other) => pairedDifferenceOf(one, other)?.p ?? Number.NaN),
  );
  // The pairs of the highest come first.
  const adjusted = holm(pairs).slice(0, Math.max(0, scores.length - 1));
  const others = adjusted.map((p): Place => {
    if (Number.isNaN(p)) return 'open';
    return p <= ALPHA ? 'behind' : 'tied';
  });
  const ahead = (['tied', 'open'] as const).find((place) => others.includes(place)) ?? 'first';
  return scores.length === 0 ? [] : [ahead, ...others];
}

function scoreOf(predictions: Predictions, task: Task, metric: Metric): AucInfluence | null {
  return metric === 'auc' ? predictionInfluence(predictions, task) : balancedAccuracy(predictions, task);
}

/**
 * The mean of the recalls of the classes, at the standard thresholds, with the share that each image has in it: of an image
 * of a class of n images (right − recall) / √(n (n − 1)) / classes, so that scalar products are covariances, as for an AUC.
 *
 * @returns null for labels, and where a class has no image
 */
function balancedAccuracy(predictions: Predictions, task: Task): AucInfluence | null {
  if (task === 'multi-label') return null;
  const part = finishWork(scoredPart(predictions, task));
  const { called, classes } = answersAt(part, standardThresholds(task, part.scores.length));
  const sizes = classes.map(({ found, missed }) => found + missed);
  if (sizes.some((size) => size === 0)) return null;
  const recalls = classes.map(({ found }, own) => found / sizes[own]!);
  return {
    auc: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
    influence: Float64Array.from(part.labels, (own, image) => {
      const size = sizes[own]!;
      const right = called[0]![image] === own ? 1 : 0;
      return size < 2 ? 0 : (right - recalls[own]!) / Math.sqrt(size * (size - 1)) / classes.length;
    }),
    df: Math.max(0, Math.min(...sizes) - 1),
  };
}
