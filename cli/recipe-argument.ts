import { readFileSync } from 'node:fs';
import { NOTHING_KNOWN } from '../src/lab/recipe/data-facts.ts';
import { refuseNoEffect } from '../src/lab/recipe/no-effect.ts';
import { assignByPath, parseRecipe } from '../src/lab/recipe/parse.ts';
import { recipeFor } from '../src/lab/start/fit.ts';
import type { StartFile, StartFiles } from './start-argument.ts';
import { asUsageError, UsageError } from './usage-error.ts';

/**
 * The recipe of `--recipe` (or the default) with every `--set path=value` applied, without its data set: that is what
 * `--data` names.
 *
 * @param starts gains the files of weights that the recipe names
 * @param startText of `--start`
 *
 * @throws UsageError naming what does not fit
 */
export function readRecipeArgument(
  file: string | undefined,
  assignments: readonly string[],
  starts: StartFiles,
  startText?: string,
): object {
  return asUsageError(() => {
    const written = file === undefined ? {} : starts.resolved(readJson(file), file);
    const start = startText === undefined ? written : startingFrom(written, starts.add(startText));
    const recipe = parseRecipe(assignments.reduce<object>(assignByPath, start));
    refuseNoEffect(recipe, NOTHING_KNOWN);
    const { dataset: _, ...withoutData } = recipe;
    return withoutData;
  });
}

/** What the recipe says of freezing stays. The net is that of the weights where the recipe does not say another one. */
function startingFrom(recipe: object, { start, facts }: StartFile): object {
  const { start: before } = recipe as { start?: object | null };
  return { ...recipeFor(facts, null), ...recipe, start: { ...before, ...start } };
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
