import type { DatasetSummary } from './dataset.ts';
import type { Recipe } from './recipe/recipe.ts';
import type { BackendName } from './run-record.ts';

/** Runs that ask the same of the device for each image: only among these can a speed be carried over. */
export function costKey(recipe: Recipe, dataset: DatasetSummary, backend: BackendName): string {
  const volume = dataset.dims === 3 ? recipe.volume : '2d';
  const { model, stem, width, start, augment } = recipe;
  const frozen = start?.frozen ?? 'nothing';
  // The head alone sees each image once where none is augmented, and in every batch where they are.
  const trained = frozen === 'body' && Object.keys(augment).length > 0 ? 'body, each batch' : frozen;
  return [backend, volume, dataset.size, dataset.channels, model, stem, width, trained].join('/');
}
