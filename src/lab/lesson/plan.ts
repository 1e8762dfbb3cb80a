import type { DatasetReference } from '../recipe/dataset-reference.ts';
import { assignValue, parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { parseStudy, type Study } from '../study/study.ts';
import type { Lesson, LessonStep } from './lesson.ts';

/** What a lesson is done on: the phantom, or the set of the catalogue that shows the same. */
export const LESSON_DATA = ['phantom', 'real'] as const;
export type LessonData = (typeof LESSON_DATA)[number];

/** The set that a lesson trains on; the phantom where it has no real one. */
export function lessonReference({ data }: Lesson, choice: LessonData): DatasetReference {
  const { phantom, real } = data;
  if (choice === 'real' && real) return { kind: 'catalogue', id: real.id, size: real.size };
  return { kind: 'phantom', ...phantom };
}

type Patch = Lesson['recipe'];

/** The recipe with which a step begins. @throws LabError `bad-recipe` where a change does not fit */
export function recipeOfStep(lesson: Lesson, step: Pick<LessonStep, 'recipe'>, choice: LessonData): Recipe {
  const real = choice === 'real' && lesson.data.real ? lesson.data.real.recipe : {};
  return parseRecipe(patched({ dataset: lessonReference(lesson, choice) }, lesson.recipe, real, step.recipe));
}

function patched(data: object, ...patches: readonly (Patch | undefined)[]): object {
  return patches
    .flatMap((patch) => Object.entries(patch ?? {}))
    .reduce((changed, [path, value]) => assignValue(changed, path, value), data);
}

/** Whether a recipe is as a patch says: it changes nothing there. */
export function isAsPatched(recipe: Recipe, patch: Patch, same: (a: Recipe, b: Recipe) => boolean): boolean {
  try {
    return same(parseRecipe(patched(recipe, patch)), recipe);
  } catch {
    // What would not fit is not so.
    return false;
  }
}

/** The study of a step, on the recipe of the lesson; null where it has none. @throws LabError `bad-study`, `bad-recipe` */
export function studyOfStep(lesson: Lesson, step: LessonStep, choice: LessonData): Study | null {
  if (!step.study) return null;
  const { vary, values, seeds } = step.study;
  const { version: _version, seed: _seed, ...base } = recipeOfStep(lesson, step, choice);
  return parseStudy({
    name: lesson.title,
    question: lesson.question,
    base,
    factors: [{ field: vary, values }],
    seeds,
  });
}
