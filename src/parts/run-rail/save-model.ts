import type { ModelFormatName } from '../../lab/model-export/format-names.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { recordOf } from '../../state/runs/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { saveFile } from '../../ui/save-file.ts';
import { askModel } from '../../worker/client/trained-models.ts';

/**
 * Hands the net of a finished run to the person, with its card.
 *
 * @param row as it may be shown: scores that it has not are on no card
 * @throws LabError where its weights are not kept, or its set is not loaded
 */
export async function saveModel(row: RunRow, name: string, format: ModelFormatName): Promise<void> {
  const { id, recipe, summary } = row;
  const { versions } = await recordOf(row);
  const scores = { val: summary?.val ?? null, test: summary?.test ?? null };
  const model = { runId: id, recipe, datasetKey: datasetKey(recipe.dataset), epoch: null };
  const request = { format, name, scores, lab: versions.lab };
  const zip = await askModel(model, 'saved-model', request, new AbortController().signal);
  saveFile(`${name}-${format}.zip`, zip, 'application/zip');
}
