import { parseRecipe } from './parse.ts';
import type { Recipe } from './recipe.ts';

/** The two ways to learn that the lab is about: a loss with the optimizer that belongs to it. */
export const WAYS_TO_LEARN = {
  rank: {
    label: 'Rank',
    made: 'AUC margin with PESG',
    explanation: 'Puts positives above negatives, which is what the AUC counts.',
    loss: 'aucm',
    optimizer: 'pesg',
  },
  classify: {
    label: 'Classify',
    made: 'cross-entropy with Adam',
    explanation: 'Gives each image the probability of its class. The usual way.',
    loss: 'cross-entropy',
    optimizer: 'adam',
  },
} as const;

export type WayToLearn = keyof typeof WAYS_TO_LEARN;

/** Which of the two a recipe goes; null for a mix of its own. */
export function wayOf({ loss, optimizer }: Pick<Recipe, 'loss' | 'optimizer'>): WayToLearn | null {
  const names = Object.keys(WAYS_TO_LEARN) as WayToLearn[];
  return (
    names.find(
      (name) => WAYS_TO_LEARN[name].loss === loss.name && WAYS_TO_LEARN[name].optimizer === optimizer.name,
    ) ?? null
  );
}

/** The recipe with the loss and the optimizer of a way, each with its default settings. */
export function goingWay(recipe: Recipe, way: WayToLearn): Recipe {
  const { loss, optimizer } = WAYS_TO_LEARN[way];
  return parseRecipe({ ...recipe, loss: { name: loss }, optimizer: { name: optimizer } });
}
