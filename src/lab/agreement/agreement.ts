import type { RunAnswers } from './run-answers.ts';

/** Images of a part by which of two runs is right about them; each list begins where the runs differ most. */
export interface FourGroups {
  readonly onlyFirst: readonly number[];
  readonly onlySecond: readonly number[];
  readonly bothWrong: readonly number[];
  readonly bothRight: readonly number[];
}

/** How differently two runs place an image. */
export interface PlaceDifference {
  readonly image: number;
  /** Which question it is about, see RunAnswers.ranks. */
  readonly question: number;
  /** Shares of images below it, 0 to 1. */
  readonly first: number;
  readonly second: number;
}

/** @throws RangeError when the runs scored different numbers of images */
export function fourGroups(first: RunAnswers, second: RunAnswers): FourGroups {
  const differences = placeDifferences(first, second);
  const where = (one: number, other: number) =>
    differences
      .filter(({ image }) => first.right[image] === one && second.right[image] === other)
      .map(({ image }) => image);
  return {
    onlyFirst: where(1, 0),
    onlySecond: where(0, 1),
    bothWrong: where(0, 0),
    bothRight: where(1, 1),
  };
}

/**
 * Every image, that whose places differ most first: of several questions by the one on which they do.
 *
 * @throws RangeError when the runs scored different numbers of images
 */
export function placeDifferences(first: RunAnswers, second: RunAnswers): readonly PlaceDifference[] {
  if (first.right.length !== second.right.length) throw new RangeError('The runs scored different images.');
  const apart = ({ first, second }: PlaceDifference) => Math.abs(first - second);
  return Array.from(first.right, (_, image) =>
    first.ranks
      .map((ranks, question): PlaceDifference => {
        return { image, question, first: ranks[image]!, second: second.ranks[question]![image]! };
      })
      .reduce((most, one) => (apart(one) > apart(most) ? one : most)),
  ).sort((a, b) => apart(b) - apart(a) || a.image - b.image);
}

/** The images that two runs place apart, the furthest first: none where both gave every image one place. */
export function differingPlaces(places: readonly PlaceDifference[]): readonly PlaceDifference[] {
  return places.filter(({ first, second }) => first !== second);
}

/** What several seeds of one recipe say of the images. */
export interface SeedAgreement {
  readonly seeds: number;
  readonly alwaysRight: number;
  readonly alwaysWrong: number;
  /** Images that some seeds are right about and some wrong, the most divided first. */
  readonly flips: readonly {
    readonly image: number;
    /** By how many seeds it is answered rightly, 1 to seeds − 1. */
    readonly right: number;
  }[];
}

/**
 * Which images change sides from seed to seed: they make the noise between runs of one recipe. Equally divided ones are in the
 * order of the part.
 *
 * @param runs at least one, of the same images
 */
export function seedAgreement(runs: readonly RunAnswers[]): SeedAgreement {
  const seeds = runs.length;
  const right = Array.from(runs[0]!.right, (_, image) =>
    runs.reduce((sum, run) => sum + run.right[image]!, 0),
  );
  const minority = (count: number) => Math.min(count, seeds - count);
  return {
    seeds,
    alwaysRight: right.filter((count) => count === seeds).length,
    alwaysWrong: right.filter((count) => count === 0).length,
    flips: right
      .map((count, image) => ({ image, right: count }))
      .filter(({ right: count }) => minority(count) > 0)
      .sort((a, b) => minority(b.right) - minority(a.right) || a.image - b.image),
  };
}
