import { LabError } from '../lab-error.ts';
import { emptyLike, type LabelValues } from '../label-values.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Predictions } from '../run-record.ts';

/** The recipes that together score every image of the union once, each out of its fold; all else is the recipe's. */
export function foldRecipes(recipe: Recipe, folds: number): readonly Recipe[] {
  return Array.from({ length: folds }, (_, index) => ({
    ...recipe,
    protocol: { ...recipe.protocol, split: 'official', folds, fold: index + 1 },
  }));
}

/** Val predictions of several folds, together. */
export interface OutOfFold {
  /** By place in the union, ascending; `union` says which images these are, all of them where every fold is there. */
  readonly predictions: Predictions & { readonly union: Uint32Array };
  /** Which of the runs scored each image. */
  readonly run: Uint8Array;
}

/**
 * Puts the val predictions of the folds together into one table: each image as scored by the run that did not train on
 * it. Logits of different runs are on scales of their own: rank within a run, or by probabilities.
 *
 * @param runs val (or cross-fitted) predictions, one a fold; at least one
 * @throws LabError `bad-study` where one is not of a fold, or two have an image in common, or their outputs differ
 */
export function outOfFold(runs: readonly Predictions[]): OutOfFold {
  const { outputs, activation } = runs[0]!;
  const width = runs[0]!.labels.length / (runs[0]!.logits.length / outputs);
  const all = runs.flatMap((predictions, run) => {
    if (!predictions.union) throw unfit('The scores of a run do not say which images they are of.');
    if (predictions.outputs !== outputs || predictions.activation !== activation) {
      throw unfit('The runs have not the same outputs.');
    }
    return Array.from(predictions.union, (place, row) => ({ place, run, row }));
  });
  all.sort((a, b) => a.place - b.place);
  if (all.some(({ place }, index) => index > 0 && all[index - 1]!.place === place)) {
    throw unfit('Two of the runs have scored the same image.');
  }
  const logits = new Float64Array(all.length * outputs);
  const labels = emptyLike(widest(runs), all.length * width);
  all.forEach(({ run, row }, index) => {
    const from = runs[run]!;
    logits.set(from.logits.subarray(row * outputs, (row + 1) * outputs), index * outputs);
    labels.set(from.labels.subarray(row * width, (row + 1) * width), index * width);
  });
  return {
    predictions: { logits, activation, labels, outputs, union: Uint32Array.from(all, ({ place }) => place) },
    run: Uint8Array.from(all, ({ run }) => run),
  };
}

function unfit(what: string): LabError {
  return new LabError(
    'bad-study',
    what,
    'The runs are kept. Put together those of one recipe, one for each fold.',
  );
}

/** Labels that were read from a file are bytes where their own largest is. */
function widest(runs: readonly Predictions[]): LabelValues {
  return (runs.find(({ labels }) => labels instanceof Uint16Array) ?? runs[0]!).labels;
}
