import { LabError } from '../lab/lab-error.ts';
import { wholeFolds } from '../lab/split/fold-runs.ts';
import type { StressScores } from '../lab/stress/stress-scores.ts';
import { reviewOf } from '../state/labels/label-review.ts';
import { findRow } from '../state/runs/store.ts';
import { stressKey, stressRuns, useStress } from '../state/stress/store.ts';
import type { LabelReview } from '../worker/protocol.ts';

/** What `window.lab` asks of trained models; fetched when a script asks. */

/** @throws LabError why there are none */
export async function stressScores(id: string): Promise<StressScores> {
  const row = findRow(id);
  if (!row) throw unknown();
  await stressRuns([row], 'val');
  const { scores, failures } = useStress.getState();
  const key = stressKey('val', id);
  const found = scores[key];
  if (found) return found;
  const { code, message, remedy } = failures[key] ?? unknown();
  throw new LabError(code, message, remedy);
}

/** @throws LabError where the runs are not the whole folds of one recipe */
export async function doubtedLabels(ids: readonly string[]): Promise<LabelReview> {
  const rows = ids.flatMap((id) => findRow(id) ?? []);
  const [folds] = rows[0] ? wholeFolds(rows, rows[0].dataset.fingerprint) : [];
  if (!folds || !rows[0]) throw unknown();
  return await reviewOf(rows[0].dataset.key, folds, 'noise rate');
}

function unknown(): LabError {
  return new LabError('internal', 'There are no such runs.', 'Nothing was changed. Train them first.');
}
