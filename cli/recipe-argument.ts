import { readFileSync } from 'node:fs';
import { LabError } from '../src/lab/lab-error.ts';
import { assignByPath, parseRecipe } from '../src/lab/recipe/parse.ts';
import { UsageError } from './usage-error.ts';

/**
 * The recipe of `--recipe` (or the default) with every `--set path=value` applied, without its data set: that is what
 * `--data` names.
 *
 * @throws UsageError naming what does not fit
 */
export function readRecipeArgument(file: string | undefined, assignments: readonly string[]): object {
  try {
    const start = file === undefined ? {} : readJson(file);
    const recipe = assignments.reduce<object>(assignByPath, start);
    const { dataset: _, ...withoutData } = parseRecipe(recipe);
    return withoutData;
  } catch (error) {
    if (error instanceof LabError) throw new UsageError(`${error.message} ${error.remedy}`);
    throw error;
  }
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
