import type { DatasetSummary } from './dataset.ts';
import type { Recipe } from './recipe/recipe.ts';
import type { BackendName } from './run-record.ts';

/** Runs that ask the same of the device for each image: only among these can a speed be carried over. */
export function costKey(recipe: Recipe, dataset: DatasetSummary, backend: BackendName): string {
  const volume = dataset.dims === 3 ? recipe.volume : '2d';
  return [backend, volume, dataset.size, dataset.channels, recipe.model, recipe.stem, recipe.width].join('/');
}
