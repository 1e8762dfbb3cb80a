import { readFile } from 'node:fs/promises';
import { BUILD } from 'virtual:build-facts';
import * as tf from '@tensorflow/tfjs-core';
import { requestWebgpuAdapter } from '../../src/kernels/webgpu/device.ts';
import { labVersion } from '../../src/lab/build-facts.ts';
import { type RunMarks, refuseOtherRun } from '../../src/lab/continuation.ts';
import { editionFromFile } from '../../src/lab/edition/edition-file.ts';
import { describeError, LabError } from '../../src/lab/lab-error.ts';
import { factsOfSummary } from '../../src/lab/recipe/data-facts.ts';
import { datasetKey, referenceOf } from '../../src/lab/recipe/dataset-reference.ts';
import { noEffects } from '../../src/lab/recipe/no-effect.ts';
import { parseRecipe } from '../../src/lab/recipe/parse.ts';
import type { RunEvent } from '../../src/lab/run-event.ts';
import { newRunId } from '../../src/lab/run-id.ts';
import type { BackendStatus } from '../../src/lab/run-record.ts';
import { missingStart } from '../../src/lab/start/missing-start.ts';
import { readSafetensors } from '../../src/lab/start/read-safetensors.ts';
import { startWords } from '../../src/lab/start/start-words.ts';
import { factsOfWeights } from '../../src/lab/start/weights.ts';
import { RunControl } from '../../src/training/run-control.ts';
import type { Best } from '../../src/training/run-state.ts';
import { trainRun } from '../../src/training/train-run.ts';
import { keepHalfActivations, webgpu } from '../../src/worker/host/backends/webgpu.ts';
import { DeviceRecovery } from '../../src/worker/host/device-recovery.ts';
import { explain } from '../../src/worker/host/explain.ts';
import { identityOf, keepingState } from '../../src/worker/host/run-states.ts';
import { StateKeeper } from '../../src/worker/host/state-keeper.ts';
import { loadData } from './load-data.ts';
import type { FromEngine, NodeRun } from './protocol.ts';
import { NodeStateFile } from './state-file.ts';
import { writeWeights } from './weights-file.ts';

/**
 * Trains one run on this process's WebGPU, by the same code as the page's worker, and tells all that happens.
 *
 * @param onStop given what stops the run
 * @throws LabError where it cannot begin
 */
export async function trainInNode(
  { data, importOptions, recipe: asked, start: startPath, weights, edition, state }: NodeRun,
  tell: (message: FromEngine) => void,
  onStop: (stop: () => void) => void,
): Promise<void> {
  const loading = new AbortController();
  const control = new RunControl({ onPaused: () => undefined, onResumed: () => undefined });
  onStop(() => {
    loading.abort();
    control.stop();
  });
  if (!(await requestWebgpuAdapter())) {
    tell({ kind: 'no-adapter', message: 'Node finds no graphics adapter.' });
    return;
  }
  const { memoryUse, ...started } = await webgpu.start();
  const backend: BackendStatus = {
    name: 'webgpu',
    label: `${started.label}, in Node`,
    device: started.device,
    threads: started.threads,
    reason: 'You chose the engine node.',
    chosen: true,
  };
  tell({ kind: 'backend', backend });

  const { dataset, request } = await loadData(data, importOptions, loading.signal);
  const { summary } = dataset;
  const recipe = parseRecipe({
    ...{ dataset: referenceOf(summary, request), ...asked },
    ...(edition === null ? {} : { edition: editionFromFile(edition, summary) }),
  });
  if (datasetKey(recipe.dataset) !== summary.key) {
    throw new LabError(
      'no-dataset',
      `The recipe is about another set than ${summary.name}.`,
      'Nothing was trained. Name its data with --data, or leave `dataset` out of the recipe.',
    );
  }
  const versions = { lab: labVersion(BUILD), tfjs: tf.version_core };
  const identity = identityOf(recipe, summary, { backend, versions });
  const file = state === null ? null : new NodeStateFile(state.path);
  const kept = state?.continues ? await file!.read() : null;
  if (kept) refuseOtherRun(kept.identity, identity);
  const marks: RunMarks = kept?.marks ?? { id: newRunId(), createdAt: Date.now() };
  const start = startPath === null ? null : readSafetensors(await readFile(startPath));
  if (recipe.start && !start && !kept) throw missingStart(recipe.start);
  const notes = [
    ...(summary.imported ? summary.notes : []),
    ...noEffects(recipe, factsOfSummary(summary)).map(({ reason }) => `Note: ${reason}`),
    ...(start ? startWords(factsOfWeights(start), recipe, summary) : []),
  ];
  tell({ kind: 'data', dataset: summary, recipe, marks, notes });

  await keepHalfActivations(recipe.precision === 'half');
  const recovery = new DeviceRecovery(backend.device);
  let isFinished = false;
  const emit = (event: RunEvent) => {
    if (event.kind === 'finished') isFinished = event.summary.ended !== 'stopped';
    tell({ kind: 'event', event });
  };
  const keeper = file && new StateKeeper(file, marks.id);
  let best: Best | null = null;
  try {
    await trainRun(
      dataset,
      recipe,
      {
        ...{ control, emit, backend, versions, memoryUse },
        ...(start && !kept ? { start } : {}),
        recover: (error) => recovery.recover(error),
        keepBest: async (found) => {
          best = found;
        },
        ...(keeper ? keepingState(keeper, marks, identity, emit) : {}),
      },
      kept?.state ?? null,
    );
  } catch (error) {
    emit({ kind: 'failed', error: describeError(explain(error)) });
  }
  if (weights === null || best === null || !isFinished) return;
  try {
    await writeWeights(weights, dataset, recipe, identity, best, versions.lab);
  } catch (error) {
    tell({ kind: 'no-weights', error: describeError(explain(error)) });
  }
}
