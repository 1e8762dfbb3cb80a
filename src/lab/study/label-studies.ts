import type { Edition } from '../edition/edition.ts';
import { recipeName } from '../recipe/name.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { MOST_NAME, parseStudy, type Study } from './study.ts';

/** Trains a recipe on each fold once, so that every image is scored by a model that never saw it. */
export function foldStudy(recipe: Recipe, folds: number): Study {
  const { seed, ...base } = recipe;
  return parseStudy({
    name: named(`${folds} folds: ${recipeName(recipe)}`),
    question: 'Which training labels are wrong?',
    base: { ...base, protocol: { ...recipe.protocol, split: 'official', folds, fold: null } },
    factors: [{ field: 'protocol.fold', values: Array.from({ length: folds }, (_, index) => index + 1) }],
    seeds: [seed],
  });
}

/**
 * A recipe on the data as they were and as they are mended, on the official split: both are scored on the same val and
 * test images, and the test part stays sealed until it is opened.
 *
 * Where labels were changed at random the seed stays, as another seed changes other labels, which this edition mends none
 * of; else there are three.
 */
export function mendedStudy(recipe: Recipe, mended: Edition): Study {
  const { seed, edition, ...base } = recipe;
  return parseStudy({
    name: named(`Mended labels: ${mended.name}`),
    question: 'Does mending the labels help?',
    base: { ...base, protocol: { ...recipe.protocol, folds: null, fold: null } },
    factors: [{ field: 'edition', values: [edition, mended] }],
    seeds: recipe.protocol.labelNoise > 0 ? [seed] : [1, 2, 3],
  });
}

function named(name: string): string {
  return name.slice(0, MOST_NAME);
}
