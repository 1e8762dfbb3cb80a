import type { DatasetSummary, Task } from '../dataset.ts';
import { rankingInfluence } from '../ranking/cross-fit.ts';
import type { Predictions, RunRecord } from '../run-record.ts';
import type { AucInfluence } from '../statistics/auc-influence.ts';
import { predictionInfluence } from '../statistics/prediction-influence.ts';
import type { ResampledRun } from '../statistics/resampled.ts';

/** What the analysis needs of a run's record; both stored rows and whole records have it. */
export type StudyRecord = Pick<
  RunRecord,
  'id' | 'recipe' | 'recipeHash' | 'dataset' | 'backend' | 'versions' | 'stepsPerEpoch' | 'summary'
>;

/** The scores of one part: the AUC with each image's share in it. */
export interface PartScore extends AucInfluence, ResampledRun {
  /** Tells which images these are: equal texts, equal images in equal order. */
  readonly items: string;
  /** Images of the rarest class (label) that has any: what the precision hangs on. */
  readonly rarest: number;
}

/**
 * What the val score of a run is: cross-fitted, or, of a run from before that was kept, that of its best epoch, which is
 * too high; or, where that was asked for, the mean over all stresses.
 */
export type ValKind = 'cross-fitted' | 'best-epoch' | 'under-stress';

export const VAL_NAMES: Readonly<Record<ValKind, string>> = {
  'cross-fitted': 'val AUC, cross-fitted',
  'best-epoch': 'val AUC of the best epoch (optimistic)',
  'under-stress': 'val AUC, mean over stresses',
};

/** A finished run, ready to be compared. */
export interface ScoredRun {
  readonly record: StudyRecord;
  readonly seed: number;
  /** What it is compared by. */
  readonly val: PartScore;
  readonly valKind: ValKind;
  /** Of its best epoch. */
  readonly bestVal: PartScore;
  /** Null where the run was stopped before its end. */
  readonly test: PartScore | null;
}

/** @returns null where val was not scored or its predictions are gone */
export function scoreRun(
  record: StudyRecord,
  predictions: Readonly<Record<'val' | 'ranking' | 'test', Predictions | null>>,
): ScoredRun | null {
  const { task } = record.dataset;
  const heldOut = heldOutOf(predictions.val, record.dataset.counts);
  const bestVal = record.summary && scorePart(predictions.val, task, predictionInfluence, heldOut);
  if (!bestVal) return null;
  const ranking = scorePart(predictions.ranking, task, rankingInfluence, heldOut);
  return {
    record,
    seed: record.recipe.seed,
    val: ranking ?? bestVal,
    valKind: ranking ? 'cross-fitted' : 'best-epoch',
    bestVal,
    test: scorePart(predictions.test, task, predictionInfluence, heldOut),
  };
}

/** The run as one from before: it is taken by its best epoch. */
export function byBestEpoch(run: ScoredRun): ScoredRun {
  return { ...run, val: run.bestVal, valKind: 'best-epoch' };
}

/** @returns null where there are no predictions, or no class (label) has an AUC */
export function scorePart(
  predictions: Predictions | null,
  task: Task,
  influenceOf: typeof predictionInfluence,
  heldOut: ResampledRun = {},
): PartScore | null {
  const score = predictions && influenceOf(predictions, task);
  if (!score) return null;
  return { ...score, ...heldOut, items: itemsText(predictions), rarest: rarestCount(predictions, task) };
}

/** The run as it stands under stress: it is compared by that. */
export function byStress(run: ScoredRun, val: PartScore): ScoredRun {
  return { ...run, val, valKind: 'under-stress' };
}

/** Of a run with a split of its own, told by its val part. */
export function heldOutOf(
  val: Pick<Predictions, 'union'> | null,
  counts: DatasetSummary['counts'],
): ResampledRun {
  return val?.union ? { heldOut: counts.val / counts.train } : {};
}

function itemsText({ labels, union }: Predictions): string {
  return union ? `${labels.join('')} ${union.join()}` : labels.join('');
}

function rarestCount({ labels, outputs }: Predictions, task: Task): number {
  const counts = new Map<number, number>();
  labels.forEach((value, place) => {
    const name = task === 'multi-label' ? (place % outputs) * 2 + value : value;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return Math.min(...counts.values());
}
