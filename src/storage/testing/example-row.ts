import { recipeHash } from '../../lab/recipe/canonical.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import type { EpochRecord, RunSummary, Scores } from '../../lab/run-record.ts';
import type { RunRow } from '../runs.ts';

export function exampleScores(auc: number): Scores {
  return { auc, acc: 0.8, loss: 0.4, interval: [auc - 0.05, auc + 0.02], aucByClass: [auc] };
}

export function exampleEpoch(epoch: number, auc: number): EpochRecord {
  return {
    epoch,
    phase: 'main',
    trainLoss: 1 / epoch,
    trainAuc: auc,
    val: exampleScores(auc),
    learningRate: 0.1,
    seconds: 2,
    imagesPerSecond: 100,
  };
}

/** A finished run on a small phantom, for tests. */
export function exampleRow({
  summary,
  ...change
}: Partial<Omit<RunRow, 'summary'>> & { summary?: Partial<RunSummary> | null } = {}): RunRow {
  const recipe = change.recipe ?? DEFAULT_RECIPE;
  return {
    version: 1,
    id: 'a1b2c3d4e5f6',
    createdAt: 1_700_000_000_000,
    recipe,
    recipeHash: recipeHash(recipe),
    dataset: {
      key: 'phantom:pneumonia-120-0.25-0-7',
      catalogueId: null,
      name: 'Pneumonia phantom',
      task: 'binary',
      dims: 2,
      size: 28,
      channels: 1,
      classNames: ['normal', 'finding'],
      counts: { train: 84, val: 12, test: 24 },
      classCounts: { train: [63, 21], val: [9, 3], test: [18, 6] },
      licence: 'synthetic',
      synthetic: true,
      fingerprint: 'f'.repeat(64),
      origin: 'seed 7',
      notes: [],
    },
    backend: 'cpu',
    device: { name: 'cpu', label: 'CPU', reason: 'Chosen.', chosen: true, device: 'test', threads: 1 },
    versions: { lab: '0.1.0', tfjs: '4.22.0' },
    status: 'finished',
    error: null,
    parameters: 1000,
    stepsPerEpoch: 2,
    title: null,
    epochsDone: 2,
    stepsDone: 4,
    bestVal: 0.9,
    ...change,
    summary:
      summary === null
        ? null
        : {
            val: exampleScores(0.9),
            ranking: { ...exampleScores(0.89), loss: null, epochs: [2, 1] },
            test: exampleScores(0.88),
            bestEpoch: 2,
            epochs: 2,
            ended: 'all-epochs',
            imagesPerSecond: 100,
            seconds: 4,
            ...summary,
          },
  };
}
