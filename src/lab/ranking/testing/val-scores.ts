import { createRandom } from '../../random.ts';
import type { Predictions } from '../../run-record.ts';
import { auc } from '../../statistics/auc.ts';
import { type AucInfluence, meanInfluence } from '../../statistics/auc-influence.ts';
import { contrast, type ScoreTable, type TableRun } from '../../statistics/contrast.ts';
import { meanAuc } from '../../statistics/mean-auc.ts';
import { mean } from '../../statistics/moments.ts';
import { predictionInfluence } from '../../statistics/prediction-influence.ts';
import { type RankingState, rankingInfluence, rankingOf, withEpoch } from '../cross-fit.ts';
import { halvesOf } from '../halves.ts';
import { type SimulatedEpoch, type SimulatedRecipe, simulatedRuns } from './simulated-training.ts';

/** A way to make one val score of the epochs of a run. */
export type ValScore = (epochs: readonly Predictions[]) => AucInfluence;

const influenceOf = (epoch: Predictions) => predictionInfluence(epoch, 'binary')!;
const aucOf = ({ labels, logits }: Predictions) => auc(labels, logits)!;

function bestPlace(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/** AUC of the images for which the mask is `half`. */
function aucOfHalf({ logits, labels }: Predictions, halves: Uint8Array, half: number): number {
  const isIn = (_: number, image: number) => halves[image] === half;
  return auc(labels.filter(isIn), (logits as Float32Array).filter(isIn))!;
}

/** The ways that were held against each other; see docs/studies.md. */
export const VAL_SCORES = {
  'best epoch': (epochs) => influenceOf(epochs[bestPlace(epochs.map(aucOf))]!),
  'last epoch': (epochs) => influenceOf(epochs.at(-1)!),
  'mean of the last third': (epochs) =>
    meanInfluence(epochs.slice(-Math.ceil(epochs.length / 3)).map(influenceOf)),
  // The best, minus what the best of each half is ahead of it there (Tibshirani & Tibshirani, Ann. Appl. Stat. 2009).
  'best epoch, corrected': (epochs) => {
    const best = bestPlace(epochs.map(aucOf));
    const halves = halvesOf(epochs[0]!, 'binary');
    const ahead = [0, 1].map((half) => {
      const aucs = epochs.map((epoch) => aucOfHalf(epoch, halves, half));
      return Math.max(...aucs) - aucs[best]!;
    });
    const score = influenceOf(epochs[best]!);
    return { ...score, auc: score.auc - mean(ahead) };
  },
  'cross-fitted': (epochs) => {
    const state = epochs.reduce<RankingState>(
      (kept, epoch, index) => withEpoch(kept, index + 1, epoch, 'binary'),
      [],
    );
    return rankingInfluence(rankingOf(state, epochs[0]!, 'binary')!.predictions, 'binary')!;
  },
} as const satisfies Record<string, ValScore>;

/** What a way of scoring gives for two recipes, the second of which jitters more. */
export interface ScoreCheck {
  /** Mean score minus the mean true AUC of the weights that are kept (those of the best epoch), recipe by recipe. */
  readonly bias: readonly number[];
  /** Share of the 95 % intervals of a mean over seeds that hold the latter, [recipe][number of seeds]. */
  readonly coverage: readonly (readonly number[])[];
  /** By how much the second recipe's lead over the first is more than the true one. */
  readonly advantage: number;
  /** Share of the studies that find a difference which is wrong: beyond the true one with p ≤ 0.05, at five seeds. */
  readonly wrong: number;
}

export interface CheckShape {
  readonly trials: number;
  readonly images: number;
  /** Of which this share is positive. */
  readonly positives: number;
  readonly epochs: number;
  /** Numbers of seeds, ascending. */
  readonly seeds: readonly number[];
}

/** Simulates studies of two recipes on the same images, and scores them in each of the ways. */
export function checkScores<Name extends string>(
  ways: Readonly<Record<Name, ValScore>>,
  recipes: readonly [SimulatedRecipe, SimulatedRecipe],
  { trials, images, positives, epochs, seeds }: CheckShape,
): Readonly<Record<Name, ScoreCheck>> {
  const labels = Uint8Array.from({ length: images }, (_, image) => Number(image < positives * images));
  const names = Object.keys(ways) as Name[];
  const tables = new Map<Name, ScoreTable[]>(names.map((name) => [name, []]));
  const truths: number[][] = recipes.map(() => []);
  for (let trial = 0; trial < trials; trial++) {
    const random = createRandom(61, images, trial);
    const difficulties = Array.from(labels, () => random.normal());
    const runs = recipes.map((recipe) =>
      simulatedRuns(random, labels, difficulties, recipe, { seeds: seeds.at(-1)!, epochs }),
    );
    for (const [index, ofRecipe] of runs.entries()) truths[index]!.push(mean(ofRecipe.map(truthOf)));
    for (const name of names) {
      const score = (run: readonly SimulatedEpoch[]): TableRun => ({
        ...ways[name](run.map(({ predictions }) => predictions)),
        items: 'the images',
      });
      tables.get(name)!.push(runs.map((ofRecipe) => ofRecipe.map(score)));
    }
  }
  const truth = truths.map(mean);
  return Object.fromEntries(
    names.map((name) => [name, checkOf(tables.get(name)!, truth, seeds)]),
  ) as unknown as Record<Name, ScoreCheck>;
}

function truthOf(run: readonly SimulatedEpoch[]): number {
  return run[bestPlace(run.map(({ predictions }) => aucOf(predictions)))]!.truth;
}

function checkOf(
  tables: readonly ScoreTable[],
  truth: readonly number[],
  seeds: readonly number[],
): ScoreCheck {
  const means = truth.map((_, recipe) =>
    mean(tables.map((table) => mean(table[recipe]!.map(({ auc }) => auc)))),
  );
  const holds = (recipe: number, count: number) => (table: ScoreTable) => {
    const { interval } = meanAuc(table[recipe]!.slice(0, count));
    return Number(interval !== null && interval[0] <= truth[recipe]! && truth[recipe]! <= interval[1]);
  };
  const lead = truth[1]! - truth[0]!;
  const isWrong = (table: ScoreTable) => {
    const [low, high] = contrast(
      table.map((runs) => runs.slice(0, 5)),
      [-1, 1],
    )!.interval;
    return Number(low > lead || high < lead);
  };
  return {
    bias: means.map((value, recipe) => value - truth[recipe]!),
    coverage: truth.map((_, recipe) => seeds.map((count) => mean(tables.map(holds(recipe, count))))),
    advantage: means[1]! - means[0]! - lead,
    wrong: mean(tables.map(isWrong)),
  };
}
