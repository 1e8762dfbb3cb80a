import type { DatasetSummary, Task } from '../dataset.ts';
import { rankingInfluenceWork } from '../ranking/cross-fit.ts';
import type { Predictions, RunRecord } from '../run-record.ts';
import type { AucInfluence } from '../statistics/auc-influence.ts';
import { predictionInfluenceWork } from '../statistics/prediction-influence.ts';
import type { ResampledRun } from '../statistics/resampled.ts';
import { finishWork, type Work } from '../work.ts';

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
  return finishWork(scoreRunWork(record, predictions));
}

/** {@link scoreRun} in steps. */
export function* scoreRunWork(
  record: StudyRecord,
  predictions: Readonly<Record<'val' | 'ranking' | 'test', Predictions | null>>,
): Work<ScoredRun | null> {
  const { task } = record.dataset;
  const heldOut = heldOutOf(predictions.val, record.dataset.counts);
  const ofPart = (part: Predictions | null) => scorePartWork(part, task, predictionInfluenceWork, heldOut);
  const bestVal = record.summary && (yield* ofPart(predictions.val));
  if (!bestVal) return null;
  const ranking = yield* scorePartWork(predictions.ranking, task, rankingInfluenceWork, heldOut);
  return {
    record,
    seed: record.recipe.seed,
    val: ranking ?? bestVal,
    valKind: ranking ? 'cross-fitted' : 'best-epoch',
    bestVal,
    test: yield* ofPart(predictions.test),
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
  heldOut: ResampledRun = {},
): PartScore | null {
  return finishWork(scorePartWork(predictions, task, predictionInfluenceWork, heldOut));
}

function* scorePartWork(
  predictions: Predictions | null,
  task: Task,
  influenceOf: typeof predictionInfluenceWork,
  heldOut: ResampledRun,
): Work<PartScore | null> {
  const score = predictions && (yield* influenceOf(predictions, task));
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
