import type { Task } from '../dataset.ts';
import type { Predictions, RunRecord } from '../run-record.ts';
import type { AucInfluence } from '../statistics/auc-influence.ts';
import { predictionInfluence } from '../statistics/prediction-influence.ts';

/** What the analysis needs of a run's record; both stored rows and whole records have it. */
export type StudyRecord = Pick<
  RunRecord,
  'id' | 'recipe' | 'recipeHash' | 'dataset' | 'backend' | 'versions' | 'summary'
>;

/** The scores of one part: the AUC with each image's share in it. */
export interface PartScore extends AucInfluence {
  /** Tells which images these are: equal texts, equal images in equal order. */
  readonly items: string;
  /** Images of the rarest class (label) that has any: what the precision hangs on. */
  readonly rarest: number;
}

/** A finished run, ready to be compared. */
export interface ScoredRun {
  readonly record: StudyRecord;
  readonly seed: number;
  readonly val: PartScore;
  /** Null where the run was stopped before its end. */
  readonly test: PartScore | null;
}

/** @returns null where val was not scored or its predictions are gone */
export function scoreRun(
  record: StudyRecord,
  predictions: { readonly val: Predictions | null; readonly test: Predictions | null },
): ScoredRun | null {
  const val = record.summary && scorePart(predictions.val, record.dataset.task);
  if (!val) return null;
  return { record, seed: record.recipe.seed, val, test: scorePart(predictions.test, record.dataset.task) };
}

function scorePart(predictions: Predictions | null, task: Task): PartScore | null {
  const score = predictions && predictionInfluence(predictions, task);
  if (!score) return null;
  return { ...score, items: predictions.labels.join(''), rarest: rarestCount(predictions, task) };
}

function rarestCount({ labels, outputs }: Predictions, task: Task): number {
  const counts = new Map<number, number>();
  labels.forEach((value, place) => {
    const name = task === 'multi-label' ? (place % outputs) * 2 + value : value;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return Math.min(...counts.values());
}
