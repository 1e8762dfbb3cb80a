import { readFileSync } from 'node:fs';
import { NOTHING_KNOWN } from '../src/lab/recipe/data-facts.ts';
import { refuseNoEffect } from '../src/lab/recipe/no-effect.ts';
import { assignByPath, parseRecipe } from '../src/lab/recipe/parse.ts';
import { asUsageError, UsageError } from './usage-error.ts';

/**
 * The recipe of `--recipe` (or the default) with every `--set path=value` applied, without its data set: that is what
 * `--data` names.
 *
 * @throws UsageError naming what does not fit
 */
export function readRecipeArgument(file: string | undefined, assignments: readonly string[]): object {
  return asUsageError(() => {
    const start = file === undefined ? {} : readJson(file);
    const recipe = parseRecipe(assignments.reduce<object>(assignByPath, start));
    refuseNoEffect(recipe, NOTHING_KNOWN);
    const { dataset: _, ...withoutData } = recipe;
    return withoutData;
  });
}

function readJson(file: string): object {
  try {
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (data !== null && typeof data === 'object' && !Array.isArray(data)) return data;
  } catch (cause) {
    throw new UsageError(`The recipe ${file} cannot be read: ${(cause as Error).message}`);
  }
  throw new UsageError(`The recipe ${file} is not a JSON object.`);
}
