import { createRandom, type Random, shuffle } from '../../random.ts';
import { aucInfluence } from '../auc-influence.ts';
import { contrast, type ScoreTable, type TableRun } from '../contrast.ts';
import { tTwoSided } from '../distributions.ts';
import { meanAuc } from '../mean-auc.ts';

/** A simulated study whose runs each have a split of their own. */
export interface SplitStudy {
  /** Images of train and val together, half of them positive. */
  readonly images: number;
  /** Runs of each cell. */
  readonly runs: number;
  /** Folds, gone through one after the other; or the share of the images that validates, drawn anew for each run. */
  readonly split: { readonly folds: number } | { readonly val: number };
  /** Standard deviation of what a training part makes of the separation of the classes. */
  readonly trained: number;
  /** Of what a seed makes of it. */
  readonly seed: number;
}

const SEPARATION = 1.6;

/**
 * Two recipes that are equally good on the average over all sets there could be. What a training part does to a recipe is
 * the mean of what its images do to it, so that parts that overlap do alike; scores are binormal, with the difficulty of an
 * image shared by recipes and runs.
 */
function splitStudy(random: Random, study: SplitStudy): ScoreTable {
  const { images, runs } = study;
  const labels = Array.from({ length: images }, (_, image) => image % 2);
  const difficulties = labels.map(() => 0.5 * random.normal());
  const splits = splitsOf(random, study);
  return [0, 1].map(() => {
    const lessons = labels.map(() => random.normal());
    const own = difficulties.map((difficulty) => difficulty + 0.3 * random.normal());
    return Array.from({ length: runs }, (_, run): TableRun => {
      const validates = splits[run]!;
      const train = lessons.filter((_, image) => !validates.has(image));
      const lesson = train.reduce((sum, value) => sum + value, 0) / Math.sqrt(train.length);
      const distance = SEPARATION + study.trained * lesson + study.seed * random.normal();
      const val = [...validates].toSorted((a, b) => a - b);
      const scores = val.map((image) => labels[image]! * distance + own[image]! + 0.8 * random.normal());
      return {
        ...aucInfluence(
          val.map((image) => labels[image]!),
          scores,
        ),
        items: val.join(),
        heldOut: val.length / (images - val.length),
      };
    });
  });
}

/** The images that validate, run by run; each class in equal shares. */
function splitsOf(random: Random, { images, runs, split }: SplitStudy): readonly ReadonlySet<number>[] {
  const shuffled = [0, 1].map((label) =>
    shuffle(
      Array.from({ length: images / 2 }, (_, place) => 2 * place + label),
      random,
    ),
  );
  return Array.from({ length: runs }, (_, run) => {
    if ('folds' in split) {
      const fold = run % split.folds;
      return new Set(shuffled.flatMap((side) => side.filter((_, place) => place % split.folds === fold)));
    }
    const count = Math.round((split.val * images) / 2);
    return new Set(shuffled.flatMap((side) => shuffle([...side], random).slice(0, count)));
  });
}

/** How often 95 % intervals hold, of a mean and of a difference; corrected, and as if the runs were independent. */
export function splitCoverage(trials: number, study: SplitStudy) {
  const spread = 2 * (0.5 ** 2 + 0.3 ** 2 + 0.8 ** 2) + study.trained ** 2 + study.seed ** 2;
  const truth = 1 - tTwoSided(SEPARATION / Math.sqrt(spread), Number.POSITIVE_INFINITY) / 2;
  const counts = { mean: 0, difference: 0, naiveMean: 0, naiveDifference: 0, width: 0, naiveWidth: 0 };
  const holds = (interval: readonly [number, number] | null, value: number) =>
    interval !== null && interval[0] <= value && value <= interval[1] ? 1 : 0;
  for (let trial = 0; trial < trials; trial++) {
    const table = splitStudy(createRandom(23, study.images, study.runs, trial), study);
    const naive = table.map((runs) => runs.map(({ heldOut: _left, ...run }) => run));
    const [difference, naiveDifference] = [contrast(table, [1, -1])!, contrast(naive, [1, -1])!];
    counts.mean += holds(meanAuc(table[0]!).interval, truth);
    counts.naiveMean += holds(meanAuc(naive[0]!).interval, truth);
    counts.difference += holds(difference.interval, 0);
    counts.naiveDifference += holds(naiveDifference.interval, 0);
    counts.width += difference.interval[1] - difference.interval[0];
    counts.naiveWidth += naiveDifference.interval[1] - naiveDifference.interval[0];
  }
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, count / trials]),
  ) as typeof counts;
}
