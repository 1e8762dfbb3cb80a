import { LabError } from '../lab-error.ts';
import { z } from '../zod.ts';
import { fromLinkText, toLinkText } from './link-text.ts';
import { diffRecipes } from './name.ts';
import { DEFAULT_RECIPE, RECIPE_VERSION, type Recipe, recipeSchema } from './recipe.ts';

/**
 * Reads a recipe from data of any origin: a file, a link, storage. Missing fields take their defaults.
 *
 * @throws LabError `bad-recipe`, naming the fields
 */
export function parseRecipe(data: unknown): Recipe {
  const version = (data as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > RECIPE_VERSION) {
    throw new LabError(
      'bad-recipe',
      `The recipe is of version ${version}; this lab reads up to version ${RECIPE_VERSION}.`,
      'Nothing was changed. Reload the page to get the newest lab.',
    );
  }
  const result = recipeSchema.safeParse(withoutDefaultEpochs(data));
  if (result.success) return result.data;
  throw new LabError(
    'bad-recipe',
    `The recipe does not fit: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`,
    'Nothing was changed. Correct the fields named, or start from the default recipe.',
    { cause: result.error },
  );
}

/** Who says how many steps has said that it is not for the default number of epochs. */
function withoutDefaultEpochs(data: unknown): unknown {
  if (data === null || typeof data !== 'object' || !('steps' in data) || data.steps === null) return data;
  return { epochs: null, ...data };
}

/**
 * Sets one field by its dotted path, as `--set path=value` does; the value is read as JSON, else as text. Setting a
 * choice by its bare name (`optimizer=adam`) or an augmentation by `true` / `false` is understood.
 *
 * @returns plain data for {@link parseRecipe}
 * @throws LabError `bad-recipe` when the assignment has no `=`
 */
export function assignByPath(data: object, assignment: string): object {
  const equals = assignment.indexOf('=');
  if (equals < 1) {
    throw new LabError(
      'bad-recipe',
      `"${assignment}" is not of the form path=value.`,
      'Nothing was changed. Write, for instance, --set epochs=5 or --set optimizer.learningRate=0.01.',
    );
  }
  return assignValue(data, assignment.slice(0, equals), readValue(assignment.slice(equals + 1)));
}

/** Sets the field at a dotted path, with the short forms of {@link assignByPath}; the data stay as they were. */
export function assignValue(data: object, dottedPath: string, value: unknown): object {
  const path = dottedPath.split('.');
  return assigned(withOneLength(withChoice(data, path), path, value), path, normalised(path, value));
}

/** A setting of a choice that the data do not make is one of the default choice. */
function withChoice(data: object, [first, second]: readonly string[]): object {
  if (second === undefined || second === 'name' || !CHOICES.has(first!) || first! in data) return data;
  return { ...data, [first!]: { name: DEFAULT_RECIPE[first as 'balance' | 'loss' | 'optimizer'].name } };
}

/** A run is as long as its epochs or its steps say: setting one takes the other back. */
function withOneLength(data: object, [field, ...rest]: readonly string[], value: unknown): object {
  const other = field === 'steps' ? 'epochs' : 'steps';
  if ((field !== 'steps' && field !== 'epochs') || rest.length > 0 || value === null) return data;
  return assigned(data, [other], undefined);
}

const CHOICES = new Set(['balance', 'loss', 'optimizer']);

function normalised(path: readonly string[], value: unknown): unknown {
  if (path.length === 1 && CHOICES.has(path[0]!) && typeof value === 'string') return { name: value };
  if (path.length === 2 && path[0] === 'augment' && value === true) return {};
  if (path.length === 2 && path[0] === 'augment' && value === false) return undefined;
  return value;
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function assigned(data: unknown, [key, ...rest]: readonly string[], value: unknown): object {
  const base = data !== null && typeof data === 'object' ? (data as Record<string, unknown>) : {};
  if (rest.length > 0) return { ...base, [key!]: assigned(base[key!], rest, value) };
  const { [key!]: _before, ...others } = base;
  // What is switched off is not there, rather than there and undefined.
  return value === undefined ? others : { ...base, [key!]: value };
}

/** The recipe as one URL-safe word, see {@link toLinkText}. */
export function recipeToLink(recipe: Recipe): string {
  return toLinkText(diffRecipes(DEFAULT_RECIPE, recipe).length > 0 ? recipe : {});
}

/** @throws LabError `bad-recipe` when the link is damaged */
export function recipeFromLink(link: string): Recipe {
  try {
    return parseRecipe(fromLinkText(link));
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError(
      'bad-recipe',
      'The recipe in this link is damaged.',
      'The recipe of the form stays. Ask for the link again, or start from the default recipe.',
      { cause },
    );
  }
}
