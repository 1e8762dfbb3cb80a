import type { Random } from '../../random.ts';
import { aucInfluence } from '../auc-influence.ts';
import type { ScoreTable } from '../contrast.ts';
import { tTwoSided } from '../distributions.ts';

/** Standard deviations of what makes the scores of a simulated study differ. */
export interface Noise {
  /** What a seed does to a whole model: it separates the classes more, or less. */
  readonly seed: number;
  /** The difficulty of an image, shared by all cells and seeds. */
  readonly image: number;
  /** What a recipe makes of an image, whatever the seed. */
  readonly cellImage: number;
  /** What one training makes of an image by chance, and the next does not. */
  readonly seedImage: number;
  /** In place of {@link seed} in the first cell: one that is wilder than the rest. */
  readonly wildSeed?: number;
}

export interface StudyShape {
  readonly seeds: number;
  readonly positives: number;
  readonly negatives: number;
  /** Distance of the classes' mean scores, cell by cell. */
  readonly separations: readonly number[];
}

/** A study of binormal scores: recipes over seeds, on images drawn anew for each study. */
export function noisyStudy(
  random: Random,
  { seeds, positives, negatives, separations }: StudyShape,
  noise: Noise,
): ScoreTable {
  const labels = Array.from({ length: positives + negatives }, (_, item) => (item < positives ? 1 : 0));
  const difficulties = labels.map(() => noise.image * random.normal());
  return separations.map((separation, cell) => {
    const own = difficulties.map((difficulty) => difficulty + noise.cellImage * random.normal());
    return Array.from({ length: seeds }, () => {
      const distance = separation + seedSpread(noise, cell) * random.normal();
      const scores = labels.map(
        (label, item) => label * distance + own[item]! + noise.seedImage * random.normal(),
      );
      return { ...aucInfluence(labels, scores), items: 'the images' };
    });
  });
}

/** The mean AUC of a cell over all seeds and all images there could be: Φ(separation / √variance of a difference). */
export function trueAuc(separation: number, noise: Noise, cell: number): number {
  const { image, cellImage, seedImage } = noise;
  const ofPair = 2 * (image ** 2 + cellImage ** 2 + seedImage ** 2) + seedSpread(noise, cell) ** 2;
  return 1 - tTwoSided(separation / Math.sqrt(ofPair), Number.POSITIVE_INFINITY) / 2;
}

function seedSpread({ seed, wildSeed }: Noise, cell: number): number {
  return cell === 0 ? (wildSeed ?? seed) : seed;
}
