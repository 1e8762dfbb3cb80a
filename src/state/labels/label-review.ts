import { useEffect, useState } from 'react';
import type { Pruning } from '../../lab/confident-learning/confident-learning.ts';
import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import type { Predictions } from '../../lab/run-record.ts';
import type { FoldRuns } from '../../lab/split/fold-runs.ts';
import { outOfFold } from '../../lab/split/out-of-fold.ts';
import type { MeanAuc } from '../../lab/statistics/mean-auc.ts';
import { foldsAuc } from '../../lab/study/folds-auc.ts';
import type { RunRow } from '../../storage/runs.ts';
import { lab } from '../../worker/client/lab.ts';
import type { LabelReview } from '../../worker/protocol.ts';
import { inSlices } from '../results/in-slices.ts';
import { readPredictions } from '../runs/store.ts';

export interface ReviewAnswer {
  readonly review: LabelReview | null;
  /** Of the folds on what they have not seen; null while it is worked out, and where none is defined. */
  readonly auc: MeanAuc | null;
  readonly error: LabErrorDescription | null;
}

const UNKNOWN: ReviewAnswer = { review: null, auc: null, error: null };

/** Doubts the labels of the loaded set by these folds, anew whenever they or the way are others. */
export function useLabelReview(
  datasetKey: string,
  folds: FoldRuns<RunRow> | null,
  pruning: Pruning,
): ReviewAnswer {
  const [answer, setAnswer] = useState<ReviewAnswer>(UNKNOWN);
  const key = folds && [folds.key, ...folds.runs.map(({ id }) => id)].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the folds
  useEffect(() => {
    if (!folds) return;
    const abort = new AbortController();
    const { signal } = abort;
    setAnswer(UNKNOWN);
    const answered = async () => {
      const parts = await readParts(folds);
      const review = await reviewOf(datasetKey, folds, parts, pruning);
      if (!signal.aborted) setAnswer({ review, auc: null, error: null });
      const auc = await inSlices(
        foldsAuc(parts.map((val, index) => ({ dataset: folds.runs[index]!.dataset, val }))),
        signal,
      );
      if (!signal.aborted) setAnswer({ review, auc, error: null });
    };
    answered().catch((error: unknown) => {
      if (!signal.aborted) setAnswer({ ...UNKNOWN, error: describeError(error) });
    });
    return () => abort.abort();
  }, [datasetKey, key, pruning]);
  return answer;
}

/** The labels that these folds doubt. @throws LabError where the scores of one are not kept */
export async function doubtedBy(
  datasetKey: string,
  folds: FoldRuns<RunRow>,
  pruning: Pruning,
): Promise<LabelReview> {
  return await reviewOf(datasetKey, folds, await readParts(folds), pruning);
}

async function reviewOf(
  datasetKey: string,
  { recipe }: FoldRuns<RunRow>,
  parts: readonly Predictions[],
  pruning: Pruning,
): Promise<LabelReview> {
  const { logits, activation, outputs, union } = outOfFold(parts).predictions;
  return await lab.reviewLabels(datasetKey, recipe, { logits, activation, outputs, union }, pruning);
}

async function readParts({ runs }: FoldRuns<RunRow>): Promise<readonly Predictions[]> {
  return await Promise.all(
    runs.map(async ({ id }) => {
      const val = (await readPredictions(id))?.val;
      if (!val) {
        throw new LabError(
          'no-dataset',
          'The scores of a fold were not kept.',
          'The other folds are kept. Train this one again.',
        );
      }
      return val;
    }),
  );
}
