import type { Dataset } from '../../../lab/dataset.ts';
import { recipeHash } from '../../../lab/recipe/canonical.ts';
import type { Recipe } from '../../../lab/recipe/recipe.ts';
import type { RunContext } from '../../../training/run-context.ts';
import { RunControl } from '../../../training/run-control.ts';
import type { Best } from '../../../training/run-state.ts';
import { TEST_BACKEND } from '../../../training/testing/told-run.ts';
import { trainRun } from '../../../training/train-run.ts';
import type { KeptResults } from '../kept-results.ts';
import { type KeptWeights, noWeights, type TrainedWeights } from '../kept-weights.ts';
import { JobRunner } from '../model-jobs/job-runner.ts';
import { RightOfWay } from '../right-of-way.ts';

/** Trains, and gives the weights as they are kept. */
export async function trained(
  dataset: Dataset,
  recipe: Recipe,
): Promise<{ best: Best; weights: TrainedWeights }> {
  let best: Best | null = null;
  const context: RunContext = {
    control: new RunControl({ onPaused: () => {}, onResumed: () => {} }),
    emit: () => {},
    backend: TEST_BACKEND,
    versions: { lab: '0', tfjs: '0' },
    keepBest: async (told) => {
      best = told;
    },
  };
  await trainRun(dataset, recipe, context);
  const { record, checkpoint, evaluation } = best!;
  return {
    best: best!,
    weights: {
      identity: {
        ...{ recipeHash: recipeHash(recipe), fingerprint: dataset.summary.fingerprint },
        ...{ backend: 'cpu', device: 'd', arithmetic: 'a' },
      },
      epoch: record.epoch,
      activation: evaluation.predictions.activation,
      checkpoint,
    },
  };
}

/**
 * The jobs with stores that lie in memory.
 *
 * @param isTraining asked before each step
 */
export function runnerWith(
  weights: TrainedWeights | null,
  isTraining: () => boolean = () => false,
): {
  runner: JobRunner;
  results: Map<string, unknown>;
} {
  const results = new Map<string, unknown>();
  const stored = {
    read: async () => weights ?? Promise.reject(noWeights('They are not kept.')),
  } as unknown as KeptWeights;
  const kept = {
    read: async (id: string, question: string) => results.get(id + question) ?? null,
    keep: async (id: string, question: string, answer: unknown) => void results.set(id + question, answer),
  } as unknown as KeptResults;
  return { runner: new JobRunner(stored, kept, new RightOfWay(isTraining)), results };
}
