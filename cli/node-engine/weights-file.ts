import { unzipSync } from 'fflate';
import { writeWhole } from '../../scripts/write-whole.ts';
import type { Dataset } from '../../src/lab/dataset.ts';
import type { Recipe } from '../../src/lab/recipe/recipe.ts';
import type { Best } from '../../src/training/run-state.ts';
import type { TrainedWeights } from '../../src/worker/host/kept-weights.ts';
import { savedModel } from '../../src/worker/host/model-jobs/saved-model.ts';
import { TrainedModel } from '../../src/worker/host/trained-model.ts';

/**
 * Writes the weights of a run's best epoch as safetensors, by the code that the page saves them with. Its card has the
 * scores on val: those of the test part are in the record, where they may be shown.
 *
 * @param lab the lab's version
 * @throws WriteError
 */
export async function writeWeights(
  path: string,
  dataset: Dataset,
  recipe: Recipe,
  identity: TrainedWeights['identity'],
  { record, evaluation, checkpoint }: Best,
  lab: string,
): Promise<void> {
  const { activation } = evaluation.predictions;
  const model = await TrainedModel.open(dataset, recipe, {
    identity,
    epoch: record.epoch,
    activation,
    checkpoint,
  });
  try {
    const request = {
      ...{ format: 'safetensors' as const, name: dataset.summary.name, lab },
      scores: { val: record.val, test: null },
    };
    const zip = await savedModel.run(model, request, {
      signal: new AbortController().signal,
      step: (work) => work(),
      progress: () => undefined,
      ask: () => Promise.reject(new Error('Nothing is asked')),
    });
    writeWhole(path, unzipSync(zip)['model.safetensors']!);
  } finally {
    model.dispose();
  }
}
