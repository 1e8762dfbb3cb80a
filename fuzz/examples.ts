import { readFileSync } from 'node:fs';
import { scoreRanking } from '../src/lab/ranking/cross-fit.ts';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import { DEFAULT_RECIPE, type Recipe } from '../src/lab/recipe/recipe.ts';
import type { Predictions, RunRecord } from '../src/lab/run-record.ts';
import { scorePredictions } from '../src/lab/statistics/scores.ts';
import { expandStudy } from '../src/lab/study/expand.ts';
import { mapPredictions, plainPredictionsOf } from '../src/lab/study/plain-predictions.ts';
import { STUDY_PRESETS } from '../src/lab/study/presets.ts';
import { RUN_FILE_VERSION, type RunFile } from '../src/lab/study/run-file.ts';
import { parseStudy, type Study } from '../src/lab/study/study.ts';
import { syntheticRun } from '../src/lab/study/testing/synthetic-runs.ts';

const TINY = {
  dataset: { kind: 'phantom', shape: 'pneumonia', images: 120 },
  width: 2,
  epochs: 2,
  batch: 16,
};

export const RECIPES: readonly Recipe[] = [
  DEFAULT_RECIPE,
  parseRecipe({
    ...TINY,
    loss: { name: 'cross-entropy' },
    optimizer: { name: 'adam' },
    augment: { flip: {}, rotation: {}, noise: {} },
    balance: { name: 'dual' },
    patience: 3,
  }),
  parseRecipe({
    dataset: { kind: 'catalogue', id: 'bloodmnist', size: 64 },
    loss: { name: 'cross-entropy' },
    optimizer: { name: 'sgd' },
    balance: { name: 'upsample' },
    protocol: { trainFraction: 0.1, labelNoise: 0.2 },
    pitfalls: { leakySplit: true, upsampleMajority: true },
  }),
  parseRecipe({ ...TINY, start: { weights: '0f'.repeat(32), name: 'RetinaMNIST', frozen: 'stage-2' } }),
];

export const SMALL_STUDY: Study = parseStudy({
  name: 'Größe ≤ 2',
  base: TINY,
  factors: [{ subsets: ['flip'] }],
  seeds: [1, 2],
});

export const STUDIES: readonly Study[] = [
  SMALL_STUDY,
  parseStudy({
    name: 'Levels',
    base: TINY,
    factors: [
      { field: 'balance', values: ['none', 'upsample'] },
      {
        name: 'rate',
        levels: [
          { label: 'low', set: { 'optimizer.learningRate': 0.01 } },
          { label: 'high', set: { 'optimizer.learningRate': 0.1 } },
        ],
      },
    ],
    seeds: [1, 2, 3],
    baseline: { balance: 'none' },
  }),
  // Of these a few, as they take long.
  ...STUDY_PRESETS.slice(0, 2).map((preset) => preset.create(DEFAULT_RECIPE.dataset)),
];

export const PREDICTIONS: Predictions = {
  logits: Float32Array.of(-2, 0.8, -0.4, 2.2, -0.8),
  activation: 'sigmoid',
  labels: Uint8Array.of(0, 1, 1, 1, 0),
  outputs: 1,
};

/** As if another epoch had scored one half of val. */
export const RANKING: Predictions = { ...PREDICTIONS, logits: Float32Array.of(-2, -2.7, -0.4, 2.2, -0.8) };
const RANKED = { ...scoreRanking(RANKING, 'binary')!, epochs: [1, 2] as const };

/** Finished runs of {@link SMALL_STUDY}. */
export const RUN_FILES: readonly RunFile[] = expandStudy(SMALL_STUDY).runs.map((run) => {
  const { record } = syntheticRun(run, { separation: 1, seedSpread: 0 });
  const scores = scorePredictions(PREDICTIONS, 'binary', null)!;
  const whole: RunRecord = {
    ...record,
    dataset: {
      ...record.dataset,
      counts: { train: 300, val: 5, test: 5 },
      classCounts: { train: [200, 100], val: [2, 3], test: [2, 3] },
    },
    version: 1,
    createdAt: 1_700_000_000_000,
    device: { name: 'cpu', label: 'CPU', reason: '', chosen: true, device: 'test', threads: 1 },
    status: 'finished',
    error: null,
    parameters: 10,
    stepsPerEpoch: 2,
    stepLosses: [0.7, 0.6, 0.5, 0.4],
    epochs: [1, 2].map((epoch) => ({
      epoch,
      phase: 'main' as const,
      trainLoss: 0.5,
      trainAuc: 0.8,
      val: scores,
      learningRate: 0.1,
      seconds: 1,
      imagesPerSecond: 80,
    })),
    summary: { ...record.summary!, val: scores, ranking: RANKED, test: scores, bestEpoch: 2, epochs: 2 },
  };
  return {
    kind: 'medmnist-lab-run',
    version: RUN_FILE_VERSION,
    key: run.key,
    record: whole,
    predictions: mapPredictions(
      { val: PREDICTIONS, ranking: RANKING, test: PREDICTIONS },
      plainPredictionsOf,
    ),
  };
});

/** The texts of two lessons of the lab, which have a step of every kind between them. */
export const LESSONS: readonly string[] = ['accuracy', 'augmentation'].map((name) =>
  readFileSync(new URL(`../src/lessons/${name}.md`, import.meta.url), 'utf8'),
);
