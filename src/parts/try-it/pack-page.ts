import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { recordOf } from '../../state/runs/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { safeFileName } from '../../ui/safe-file-name.ts';
import { saveFile } from '../../ui/save-file.ts';
import { askModel } from '../../worker/client/trained-models.ts';

/**
 * Hands the person a zip of one folder: the net of a run, and a page that shows it.
 *
 * @param row as it may be shown: scores that it has not are not in it
 * @param withImages of the set
 * @throws LabError where its weights are not kept, or the page cannot be fetched
 */
export async function packPage(
  row: RunRow,
  name: string,
  withImages: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { id, recipe, summary } = row;
  const { versions } = await recordOf(row);
  const scores = { val: summary?.val ?? null, test: summary?.test ?? null };
  const stem = safeFileName(`${name} page`);
  const page = new URL('own-page/', document.baseURI).href;
  const model = { runId: id, recipe, datasetKey: datasetKey(recipe.dataset), epoch: null };
  const request = { withImages, page, stem, name, scores, lab: versions.lab };
  saveFile(`${stem}.zip`, await askModel(model, 'own-page', request, signal), 'application/zip');
}
