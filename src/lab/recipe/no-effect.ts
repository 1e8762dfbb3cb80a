import { LabError } from '../lab-error.ts';
import type { DataFacts } from './data-facts.ts';
import { AUGMENTATION_RULES } from './no-effect/augmentation-rules.ts';
import { EDITION_RULES } from './no-effect/edition-rules.ts';
import { LEARNING_RULES } from './no-effect/learning-rules.ts';
import { LENGTH_RULES } from './no-effect/length-rules.ts';
import { MODEL_RULES } from './no-effect/model-rules.ts';
import type { Finding } from './no-effect/rule.ts';
import { SPLIT_RULES } from './no-effect/split-rules.ts';
import type { Recipe } from './recipe.ts';

/** A field of a recipe that changes nothing beside the others. */
export type NoEffect = Pick<Finding, 'path' | 'refused' | 'mend'> & { readonly reason: string };

/** In this order: what one takes away is not there for the next. */
const RULES = [
  ...MODEL_RULES,
  ...SPLIT_RULES,
  ...AUGMENTATION_RULES,
  ...LEARNING_RULES,
  ...LENGTH_RULES,
  ...EDITION_RULES,
];

function findings(recipe: Recipe, facts: DataFacts): { found: readonly Finding[]; plain: Recipe } {
  const found: Finding[] = [];
  let plain = recipe;
  for (const rule of RULES) {
    const finding = rule(plain, facts);
    if (!finding) continue;
    found.push(finding);
    plain = finding.plain;
  }
  return { found, plain };
}

/** What of a recipe has no effect on such data, with the reason in a sentence. */
export function noEffects(recipe: Recipe, facts: DataFacts): readonly NoEffect[] {
  return findings(recipe, facts).found.flatMap(({ path, refused, reason, mend }) =>
    reason === null ? [] : [{ path, refused, reason, mend }],
  );
}

/** The recipe with all that has no effect put aside: where two of these are equal, so are the curves. */
export function effectiveRecipe(recipe: Recipe, facts: DataFacts): Recipe {
  return findings(recipe, facts).plain;
}

/**
 * Refuses what would pass for something that it is not.
 *
 * @throws LabError `bad-recipe`
 */
export function refuseNoEffect(recipe: Recipe, facts: DataFacts): void {
  const refusal = noEffects(recipe, facts).find(({ refused }) => refused);
  if (refusal)
    throw new LabError('bad-recipe', refusal.reason, 'Nothing was trained. Change it, and train again.');
}
