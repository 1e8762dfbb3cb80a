import { classProbabilities } from '../class-probabilities.ts';
import { type CsvValue, csv } from '../csv.ts';
import type { DatasetSummary } from '../dataset.ts';
import { classWords } from '../gallery/image-classes.ts';
import { takesValApart } from '../recipe/protocol.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Predictions } from '../run-record.ts';

/** Of a run, at its best epoch; the test part null where it is sealed. */
export interface SavedPredictions {
  readonly val: Predictions | null;
  readonly test: Predictions | null;
}

/**
 * What a run said of the images of validation and test: one row an image, with a score for each class. `item` is the place
 * of the image in the run's part, from 0. `from` tells it in the set as loaded: by the array and the place there; by the
 * place in the training and validation parts, one after the other, where the run cut these anew; and not at all where
 * images may be there twice.
 */
export function predictionsCsv(
  { val, test }: SavedPredictions,
  { task, classNames }: Pick<DatasetSummary, 'task' | 'classNames'>,
  recipe: Pick<Recipe, 'protocol' | 'pitfalls'>,
): string {
  const isMultiLabel = task === 'multi-label';
  const header = [
    ...['part', 'item', 'from', 'from_item'],
    ...(isMultiLabel ? classNames.map((name) => `label ${name}`) : ['label', 'label_name']),
    ...classNames.map((name) => `score ${name}`),
  ];
  const rowsOf = (part: 'val' | 'test', predictions: Predictions | null): CsvValue[][] => {
    if (!predictions) return [];
    const { logits, labels, outputs, activation, union } = predictions;
    const count = logits.length / outputs;
    const width = labels.length / count;
    const isOwn = part === 'val' && takesValApart(recipe);
    return Array.from({ length: count }, (_, item) => {
      const row = labels.subarray(item * width, (item + 1) * width);
      const own = logits.subarray(item * outputs, (item + 1) * outputs);
      return [
        ...[part, item],
        ...(union ? ['train and val', union[item]] : isOwn ? [null, null] : [`${part}_images`, item]),
        ...(isMultiLabel ? row : [row[0], classWords(row, task, classNames)]),
        ...classProbabilities(own, activation, task),
      ];
    });
  };
  return csv([header, ...rowsOf('val', val), ...rowsOf('test', test)]);
}
