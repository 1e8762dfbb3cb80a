import { BALANCING } from '../balance/registry.ts';
import type { Task } from '../dataset.ts';
import { parseRecipe } from './parse.ts';
import type { Recipe } from './recipe.ts';

/** One change of a recipe that may beat it, or may not: that is for the run to tell. */
export interface Challenge {
  readonly label: string;
  /** What it does, in a few words. */
  readonly explanation: string;
  readonly recipe: Recipe;
}

interface Candidate {
  readonly label: string;
  readonly explanation: string;
  /** Null where the recipe has it already, or the set has no place for it. */
  readonly change: (recipe: Recipe, task: Task) => object | null;
}

const CANDIDATES: readonly Candidate[] = [
  {
    label: 'Balance the classes',
    explanation: 'The rare class is in every batch as often as the other.',
    change: ({ balance }, task) =>
      balance.name === 'none' && BALANCING.dual.tasks.includes(task) ? { balance: { name: 'dual' } } : null,
  },
  {
    label: 'Mirror the images',
    explanation: 'Half of them, left to right, drawn anew in each epoch.',
    change: ({ augment }) => (augment.flip ? null : { augment: { ...augment, flip: {} } }),
  },
  {
    label: 'Train twice as long',
    explanation: 'Every image is seen twice as often.',
    change: ({ epochs }) => (epochs === null || epochs > 500 ? null : { epochs: 2 * epochs }),
  },
  {
    label: 'Make the model wider',
    explanation: 'Twice as many channels: about four times the work.',
    change: ({ width }) => (width > 32 ? null : { width: 2 * width }),
  },
  {
    label: 'Add noise',
    explanation: 'Grain on every training image.',
    change: ({ augment }) => (augment.noise ? null : { augment: { ...augment, noise: {} } }),
  },
];

/** Three changes of a recipe, one at a time, each of them a fair comparison with it. */
export function challengesOf(recipe: Recipe, task: Task): readonly Challenge[] {
  return CANDIDATES.flatMap(({ change, ...words }) => {
    const changed = change(recipe, task);
    return changed ? [{ words, changed }] : [];
  })
    .slice(0, 3)
    .map(({ words, changed }) => ({ ...words, recipe: parseRecipe({ ...recipe, ...changed }) }));
}
