import { LabError } from '../lab/lab-error.ts';
import { wholeFolds } from '../lab/split/fold-runs.ts';
import type { StressScores } from '../lab/stress/stress-scores.ts';
import { saveModel } from '../parts/run-rail/save-model.ts';
import { doubtedBy } from '../state/labels/label-review.ts';
import { findRow } from '../state/runs/store.ts';
import { sealedRow } from '../state/seal/store.ts';
import { keepFileStart } from '../state/starts/store.ts';
import { stressKey, stressRuns, useStress } from '../state/stress/store.ts';
import type { LabelReview } from '../worker/protocol.ts';
import { START_INPUT_ID } from './automation-types.ts';

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
  return await doubtedBy(rows[0].dataset.key, folds, 'noise rate');
}

/** @throws LabError where no file was given, or it holds no net of the lab */
export async function keepStartOf(file: File | undefined, name: string): Promise<{ hash: string }> {
  if (!file) {
    throw new LabError(
      'bad-weights',
      'No weights were given.',
      `Nothing was changed. Set a safetensors file on the input #${START_INPUT_ID}.`,
    );
  }
  const { hash } = await keepFileStart(file, name);
  return { hash };
}

/** @throws LabError where the run is unknown, or its weights are not kept */
export async function saveWeights(id: string): Promise<null> {
  const row = findRow(id);
  if (!row) throw unknown();
  await saveModel(sealedRow(row), `run-${id}`, 'safetensors');
  return null;
}

function unknown(): LabError {
  return new LabError('internal', 'There are no such runs.', 'Nothing was changed. Train them first.');
}
