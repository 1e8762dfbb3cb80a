import { createRandom, type Random } from '../../random.ts';
import { type AucInfluence, aucInfluence, meanInfluence } from '../auc-influence.ts';
import { influenceInterval, pairedDifferenceOf } from '../delong.ts';
import { tTwoSided } from '../distributions.ts';

/** How often intervals of scores on few images hold what they should. */
export interface SmallCoverage {
  /** Share of the trials in which the interval of one AUC, and of a difference, is defined. */
  readonly defined: number;
  readonly differenceDefined: number;
  /** Of the defined ones the share that holds the true value. */
  readonly held: number;
  readonly differenceHeld: number;
}

/** What makes a score: a difficulty shared by two runs, and what each run makes of an image. */
const [SHARED, OWN] = [0.8, 0.6];

/**
 * Two equally good runs on the same few images: classes told one against the rest by normal scores, whose distance gives
 * the AUC that is asked for. With two classes it is a binary question.
 *
 * @param counts images of each class
 */
export function smallCoverage(trials: number, counts: readonly number[], separation: number): SmallCoverage {
  const truth = 1 - tTwoSided(separation / Math.SQRT2, Number.POSITIVE_INFINITY) / 2;
  let [defined, held, differenceDefined, differenceHeld] = [0, 0, 0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const [first, second] = twoRuns(createRandom(41, ...counts, trial), counts, separation);
    const interval = influenceInterval(first);
    if (interval) {
      defined++;
      if (interval[0] <= truth && truth <= interval[1]) held++;
    }
    const difference = pairedDifferenceOf(first, second);
    if (difference) {
      differenceDefined++;
      if (difference.interval[0] <= 0 && 0 <= difference.interval[1]) differenceHeld++;
    }
  }
  return {
    defined: defined / trials,
    held: held / defined,
    differenceDefined: differenceDefined / trials,
    differenceHeld: differenceHeld / differenceDefined,
  };
}

function twoRuns(
  random: Random,
  counts: readonly number[],
  separation: number,
): readonly [AucInfluence, AucInfluence] {
  const classes = counts.flatMap((count, name) => Array.from({ length: count }, () => name));
  const questions = (counts.length === 2 ? [1] : counts.map((_, name) => name)).map((name) => ({
    labels: classes.map((of) => Number(of === name)),
    shared: classes.map(() => SHARED * random.normal()),
  }));
  const run = () =>
    meanInfluence(
      questions.map(({ labels, shared }) =>
        aucInfluence(
          labels,
          labels.map((label, item) => label * separation + shared[item]! + OWN * random.normal()),
        ),
      ),
    );
  return [run(), run()];
}
