import type { RunMarks } from '../../lab/continuation.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import { RUN_RECORD_VERSION } from '../../lab/run-record.ts';
import type { RunRow } from '../../storage/runs.ts';
import { bestEpochOf } from './summarise-epochs.ts';

export type Started = RunEvent & { kind: 'started' };

/** The run as it was where it goes on: what came of it since, an error or a summary, is not so any more. */
export function continuedRow(row: RunRow, event: Started): RunRow {
  return { ...row, device: event.backend, status: 'running', error: null, summary: null, ...standing(event) };
}

function standing({ epochs, stepLosses }: Started): Pick<RunRow, 'epochsDone' | 'stepsDone' | 'bestVal'> {
  return {
    epochsDone: epochs.length,
    stepsDone: stepLosses.length,
    bestVal: bestEpochOf(epochs)?.val.auc ?? null,
  };
}

export function newRow(recipe: Recipe, marks: RunMarks, event: Started): RunRow {
  return {
    version: RUN_RECORD_VERSION,
    id: marks.id,
    createdAt: marks.createdAt,
    recipe,
    recipeHash: recipeHash(recipe),
    dataset: event.dataset,
    backend: event.backend.name,
    device: event.backend,
    versions: event.versions,
    status: 'running',
    error: null,
    parameters: event.parameters,
    stepsPerEpoch: event.stepsPerEpoch,
    summary: null,
    title: null,
    ...standing(event),
  };
}
