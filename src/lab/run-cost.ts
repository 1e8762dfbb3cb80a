import type { StepPrice } from './bench/step-speed.ts';
import type { DatasetSummary } from './dataset.ts';
import type { Recipe } from './recipe/recipe.ts';
import { imagesTrained, runLength, stepsTrained } from './recipe/run-length.ts';
import type { BackendName, RunRecord } from './run-record.ts';

/** Runs that ask the same of the device for each image: only among these can a speed be carried over. */
export function costKey(
  recipe: Recipe,
  dataset: Pick<DatasetSummary, 'dims' | 'size' | 'channels'>,
  backend: BackendName,
): string {
  const volume = dataset.dims === 3 ? recipe.volume : '2d';
  const { model, stem, width, start, augment } = recipe;
  const frozen = start?.frozen ?? 'nothing';
  // The head alone sees each image once where none is augmented, and in every batch where they are.
  const trained = frozen === 'body' && Object.keys(augment).length > 0 ? 'body, each batch' : frozen;
  return [backend, volume, dataset.size, dataset.channels, model, stem, width, trained].join('/');
}

/** What a measured run tells of the speed of this device. */
export type MeasuredRun = Pick<RunRecord, 'recipe' | 'dataset' | 'backend' | 'summary' | 'stepsPerEpoch'>;

/** What a run does from its first step to its last score. */
export interface RunWork {
  readonly steps: number;
  readonly images: number;
  /** Batches and images of val after each epoch, and of test at the end. */
  readonly scoredSteps: number;
  readonly scoredImages: number;
}

/** Seconds that each of {@link RunWork} takes. */
export type RunCost = Readonly<Record<keyof RunWork, number>>;

/**
 * Seconds of a run outside of its steps and scores: from Train to the first step, and from the last score to the stored
 * record. In a study of 18 runs on two busy cores, whose set changes from run to run, the median was 0.8 s (0.3 to 1.6), and
 * 0.3 s where one run followed another on one set.
 */
const AROUND_SECONDS = 0.7;

/** Scoring is one of the three products of a layer. */
const SCORING_SHARE = 1 / 3;

/** As many of the latest runs of a kind are taken together: a single one of a second may have met a busy device. */
const MOST_RUNS = 5;

/** @param imagesPerEpoch of one pass through the training part, as it is balanced */
export function workOf(
  recipe: Recipe,
  counts: Pick<DatasetSummary['counts'], 'val' | 'test'>,
  imagesPerEpoch: number,
): RunWork {
  const { epochs, steps } = runLength(recipe, Math.ceil(imagesPerEpoch / recipe.batch));
  return { steps, images: imagesTrained(recipe, imagesPerEpoch), ...scoringOf(recipe, counts, epochs) };
}

function scoringOf({ batch }: Recipe, { val, test }: { val: number; test: number }, epochs: number) {
  return {
    scoredSteps: epochs * Math.ceil(val / batch) + Math.ceil(test / batch),
    scoredImages: epochs * val + test,
  };
}

/**
 * What the latest runs of each kind took, by {@link costKey}: training by their own rate, and what is left of their time
 * by the images that they scored.
 */
export function measuredCosts(runs: readonly MeasuredRun[]): ReadonlyMap<string, RunCost> {
  const kinds = new Map<string, { trained: number; training: number; scored: number; scoring: number }[]>();
  for (const { recipe, dataset, backend, summary, stepsPerEpoch } of runs) {
    if (!summary || summary.epochs === 0 || !(summary.seconds > 0)) continue;
    const trained = stepsTrained({ recipe, stepsPerEpoch }, summary) * recipe.batch;
    const rate = summary.imagesPerSecond > 0 ? summary.imagesPerSecond : trained / summary.seconds;
    const training = Math.min(trained / rate, summary.seconds);
    const scored = scoringOf(recipe, dataset.counts, summary.epochs).scoredImages;
    const key = costKey(recipe, dataset, backend);
    const kind = kinds.get(key) ?? [];
    kinds.set(key, kind);
    kind.push({ trained, training, scored, scoring: summary.seconds - training });
  }
  return new Map(
    [...kinds].map(([key, kind]) => {
      const latest = kind.slice(-MOST_RUNS);
      const total = (part: keyof (typeof latest)[number]) => latest.reduce((sum, run) => sum + run[part], 0);
      const [images, scoredImages] = [
        total('training') / total('trained'),
        total('scoring') / Math.max(1, total('scored')),
      ];
      return [key, { steps: 0, scoredSteps: 0, images, scoredImages }];
    }),
  );
}

/** The cost of a run of which the bench has measured the steps. */
export function benchCost({ step, image }: StepPrice): RunCost {
  return {
    ...{ steps: step, images: image },
    ...{ scoredSteps: SCORING_SHARE * step, scoredImages: SCORING_SHARE * image },
  };
}

/** Seconds from Train to the stored record. */
export function runSeconds(cost: RunCost, work: RunWork): number {
  return (
    AROUND_SECONDS +
    cost.steps * work.steps +
    cost.images * work.images +
    cost.scoredSteps * work.scoredSteps +
    cost.scoredImages * work.scoredImages
  );
}
