import { useEffect, useState } from 'react';
import type { Pruning } from '../../lab/confident-learning/confident-learning.ts';
import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import type { FoldRuns } from '../../lab/split/fold-runs.ts';
import { outOfFold } from '../../lab/split/out-of-fold.ts';
import type { RunRow } from '../../storage/runs.ts';
import { lab } from '../../worker/client/lab.ts';
import type { LabelReview } from '../../worker/protocol.ts';
import { readPredictions } from '../runs/store.ts';

export interface ReviewAnswer {
  readonly review: LabelReview | null;
  readonly error: LabErrorDescription | null;
}

/** Doubts the labels of the loaded set by these folds, anew whenever they or the way are others. */
export function useLabelReview(
  datasetKey: string,
  folds: FoldRuns<RunRow> | null,
  pruning: Pruning,
): ReviewAnswer {
  const [answer, setAnswer] = useState<ReviewAnswer>({ review: null, error: null });
  const key = folds && [folds.key, ...folds.runs.map(({ id }) => id)].join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the folds
  useEffect(() => {
    if (!folds) return;
    let current = true;
    setAnswer({ review: null, error: null });
    reviewOf(datasetKey, folds, pruning).then(
      (found) => current && setAnswer({ review: found, error: null }),
      (error: unknown) => current && setAnswer({ review: null, error: describeError(error) }),
    );
    return () => {
      current = false;
    };
  }, [datasetKey, key, pruning]);
  return answer;
}

/** @throws LabError where the scores of a fold are not kept */
export async function reviewOf(
  datasetKey: string,
  { recipe, runs }: FoldRuns<RunRow>,
  pruning: Pruning,
): Promise<LabelReview> {
  const parts = await Promise.all(
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
  const { logits, activation, outputs, union } = outOfFold(parts).predictions;
  return await lab.reviewLabels(datasetKey, recipe, { logits, activation, outputs, union }, pruning);
}
