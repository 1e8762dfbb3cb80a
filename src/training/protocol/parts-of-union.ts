import { equalImages } from '../../datasets/duplicates.ts';
import type { Dataset } from '../../lab/dataset.ts';
import { labelsOf } from '../../lab/label-values.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { foldOfRun, foldsOf, redrawnSplit, type Union } from '../../lab/split/split-union.ts';
import type { Item } from './items.ts';

/** Of the draws of one seed; see applyProtocol. */
const REDRAW = 4;

/** Which images of the official train and val parts validate. */
export interface UnionParts {
  readonly validates: (item: Item) => boolean;
  readonly note: string;
}

/** Place of an image in the union of the official training and validation parts, training first. */
export function placeInUnion({ split, index }: Pick<Item, 'split' | 'index'>, trainCount: number): number {
  return split === 'train' ? index : trainCount + index;
}

/**
 * The parts of a recipe with folds, or with a split that is drawn anew. Images that are equal to the last pixel stay in
 * one part; where the pixels are not given (a preview), each goes by itself, and parts may differ by a few images.
 */
export function partsOfUnion(
  dataset: Dataset,
  { protocol, seed }: Pick<Recipe, 'protocol' | 'seed'>,
): UnionParts {
  const { summary, splits } = dataset;
  const { train, val } = splits;
  const union: Union = {
    labels: labelsOf([...train.labels, ...val.labels]),
    count: train.count + val.count,
    classes: summary.classNames.length,
    isMultiLabel: summary.task === 'multi-label',
    groups: equalImages([train, val]),
  };
  const { folds } = protocol;
  if (folds === null) {
    const parts = redrawnSplit(union, train.count, seed, REDRAW);
    return {
      validates: (item) => parts[placeInUnion(item, train.count)] === 1,
      note: 'Train and val were drawn anew by the seed, class by class, in their official sizes.',
    };
  }
  const fold = foldOfRun({ folds, fold: protocol.fold }, seed);
  const parts = foldsOf(union, folds, summary.fingerprint);
  return {
    validates: (item) => parts[placeInUnion(item, train.count)] === fold,
    note: `Fold ${fold} of ${folds} of train and val together validates, the others train; the folds are the same for every recipe and seed.`,
  };
}
