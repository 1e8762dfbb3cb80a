import { useEffect, useState } from 'react';
import type { Cut } from '../../../lab/agreement/cut.ts';
import { type RunAnswers, runAnswers, shareThresholds } from '../../../lab/agreement/run-answers.ts';
import type { LabelValues } from '../../../lab/label-values.ts';
import { takesValApart } from '../../../lab/recipe/protocol.ts';
import { standardThresholds } from '../../../lab/results/answers.ts';
import { scoredPart } from '../../../lab/results/scored-part.ts';
import { inSlices } from '../../../state/results/in-slices.ts';
import { readShownPredictions } from '../../../state/results/shown-predictions.ts';
import { type ThresholdChoice, thresholdsOf, useThresholdChoice } from '../../../state/results/thresholds.ts';
import type { RunRow } from '../../../storage/runs.ts';

/** Runs whose validation images are the same ones, in the same order: those of the first run that has them. */
export function comparableRows(rows: readonly RunRow[]): readonly RunRow[] {
  const scored = rows.filter(({ summary, recipe }) => summary !== null && !takesValApart(recipe));
  return scored.filter(({ dataset }) => dataset.fingerprint === scored[0]?.dataset.fingerprint);
}

/** What runs say of the validation images, by their best epochs. */
export interface ValAnswers {
  /** By run; without those whose predictions are not stored. */
  readonly byRun: ReadonlyMap<string, RunAnswers>;
  /** As in SplitData.labels. */
  readonly labels: LabelValues;
}

/**
 * Null while they are read, and where there are none.
 *
 * @param rows as they may be shown
 * @param output that a threshold of Results is about
 */
export function useAnswers(rows: readonly RunRow[], cut: Cut, output: number): ValAnswers | null {
  const choice = useThresholdChoice();
  const key = `${rows.map(({ id }) => id).join(' ')} ${cut} ${output} ${cut === 'results' ? JSON.stringify(choice) : ''}`;
  const [read, setRead] = useState<{ readonly key: string; readonly answers: ValAnswers | null } | null>(
    null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all that is read
  useEffect(() => {
    const abort = new AbortController();
    readAnswers(rows, cut === 'results' ? choice : null, output, abort.signal).then(
      (answers) => !abort.signal.aborted && setRead({ key, answers }),
      // What cannot be read is told where it is asked for; here it is not compared.
      (error: unknown) => console.warn('The scores of a run could not be read.', error),
    );
    return () => abort.abort();
  }, [key]);
  // While others are read the ones before stay, where they are of the same runs.
  return read && rows.every(({ id }) => read.answers?.byRun.has(id) || read.key === key)
    ? read.answers
    : null;
}

async function readAnswers(
  rows: readonly RunRow[],
  choice: ThresholdChoice | null,
  output: number,
  signal: AbortSignal,
): Promise<ValAnswers | null> {
  const byRun = new Map<string, RunAnswers>();
  let labels: LabelValues | null = null;
  for (const row of rows) {
    const predictions = await readShownPredictions(row);
    if (!predictions?.val) continue;
    const val = await inSlices(scoredPart(predictions.val, row.dataset.task), signal);
    if (!val) return null;
    const chosen = choice && thresholdsOf(choice, row.id, { val, test: null, ranking: null }, output);
    const thresholds =
      chosen ?? (choice ? standardThresholds(val.task, val.scores.length) : shareThresholds(val));
    const answers = await inSlices(runAnswers(val, thresholds), signal);
    if (!answers) return null;
    byRun.set(row.id, answers);
    labels = val.labels;
  }
  return labels && { byRun, labels };
}
