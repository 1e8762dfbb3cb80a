import type { StepPrice } from './bench/step-speed.ts';
import { stepFlops } from './convolution-layers.ts';
import type { DatasetSummary } from './dataset.ts';
import type { ModelShape } from './model-shape.ts';
import type { Recipe } from './recipe/recipe.ts';
import { imagesTrained, runLength, stepsTrained } from './recipe/run-length.ts';
import type { BackendName, RunRecord } from './run-record.ts';

/** What of a set decides how an image of it is computed. */
type ImageShape = Pick<DatasetSummary, 'dims' | 'size' | 'channels'>;

/** The network as far as it decides what a step costs. */
export function costShape(
  { model, volume, stem, width }: Recipe,
  { dims, size, channels }: ImageShape,
): Omit<ModelShape, 'outputs'> {
  // Slices of a volume are channels of an image.
  const isFlat = dims === 2 || volume === 'slices';
  return {
    ...{ model, stem, width },
    ...{ dims: isFlat ? 2 : 3, channels: isFlat && dims === 3 ? size : channels },
  };
}

/** How much of the network is trained, and whether what is not is computed with each batch. */
function trainedPart({ start, augment }: Recipe): string {
  const frozen = start?.frozen ?? 'nothing';
  // The head alone sees each image once where none is augmented, and in every batch where they are.
  return frozen === 'body' && Object.keys(augment).length > 0 ? 'body, each batch' : frozen;
}

/** Runs that ask the same of the device for each image: only among these can a speed be carried over. */
export function costKey(recipe: Recipe, dataset: ImageShape, backend: BackendName): string {
  const volume = dataset.dims === 3 ? recipe.volume : '2d';
  const { model, stem, width } = recipe;
  return [backend, volume, dataset.size, dataset.channels, model, stem, width, trainedPart(recipe)].join('/');
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

/**
 * What an image costs beyond the operations of its convolutions, in such operations. With it the times of docs/performance.md
 * (2D at width 8, 16 and 64, slices, volumes) follow from each other to within a fifth; without it, to within a fourfold.
 */
const BESIDE_CONVOLUTIONS = 1.07e7;

/** A kind of run that takes so many times as long for an image as what was measured is too unlike it. */
const TOO_UNLIKE = 64;

/**
 * The cost of a kind of run that was not trained here, by that of the most similar one that was: of as much of the network
 * trained on the same backend, carried over by the operations for an image.
 *
 * @param costs of {@link measuredCosts} of these runs
 * @returns null where none is similar
 */
export function similarCost(
  recipe: Recipe,
  size: ImageShape,
  backend: BackendName,
  measured: readonly MeasuredRun[],
  costs: ReadonlyMap<string, RunCost>,
): RunCost | null {
  const part = trainedPart(recipe);
  const wanted = imageWork(recipe, size);
  const ratios = measured.flatMap((run) => {
    if (run.backend !== backend || trainedPart(run.recipe) !== part) return [];
    const cost = costs.get(costKey(run.recipe, run.dataset, backend));
    return cost ? [{ cost, ratio: wanted / imageWork(run.recipe, run.dataset) }] : [];
  });
  const unlike = ({ ratio }: { ratio: number }) => Math.abs(Math.log(ratio));
  const nearest = ratios.toSorted((a, b) => unlike(a) - unlike(b))[0];
  if (!nearest || nearest.ratio > TOO_UNLIKE) return null;
  const { cost, ratio } = nearest;
  return { steps: 0, scoredSteps: 0, images: ratio * cost.images, scoredImages: ratio * cost.scoredImages };
}

function imageWork(recipe: Recipe, size: ImageShape): number {
  return BESIDE_CONVOLUTIONS + stepFlops(costShape(recipe, size), size.size);
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
