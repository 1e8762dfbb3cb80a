import type { DatasetReference } from '../recipe/dataset-reference.ts';
import { assignValue, parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { expandStudy } from '../study/expand.ts';
import { levelLabels } from '../study/level-labels.ts';
import { type FactorSpec, parseStudy, type Study } from '../study/study.ts';
import type { Condition, Lesson, LessonStep } from './lesson.ts';

/** What a lesson is done on: the phantom, or the set of the catalogue that shows the same. */
export const LESSON_DATA = ['phantom', 'real'] as const;
export type LessonData = (typeof LESSON_DATA)[number];

/** The set that a lesson trains on; the phantom where it has no real one. */
export function lessonReference({ data }: Lesson, choice: LessonData): DatasetReference {
  return referenceTo(data, choice);
}

/** All sets of a lesson, its own first. */
export function lessonReferences({ data }: Lesson, choice: LessonData): readonly DatasetReference[] {
  return [data, ...data.others].map((set) => referenceTo(set, choice));
}

function referenceTo(
  {
    phantom,
    real,
  }: {
    readonly phantom: Lesson['data']['phantom'];
    readonly real?: { readonly id: string; readonly size: 28 | 64 } | undefined;
  },
  choice: LessonData,
): DatasetReference {
  if (choice === 'real' && real) return { kind: 'catalogue', id: real.id, size: real.size };
  return { kind: 'phantom', ...phantom };
}

type Patch = Lesson['recipe'];

/** Students of a class have numbers below it. */
const SEEDS_APART = 1000;

/** The seed of a student in a class, where a lesson says one: the first is their number, and none is another student's. */
function seedOf(seed: number, number: number | null): number {
  return number === null ? seed : number + SEEDS_APART * (seed - 1);
}

/** A change as it is asked of a student of a class. */
export function patchFor(patch: Patch, number: number | null): Patch {
  return typeof patch.seed === 'number' ? { ...patch, seed: seedOf(patch.seed, number) } : patch;
}

/**
 * The recipe with which a step begins.
 *
 * @param number of a student in a class; null outside of one
 * @throws LabError `bad-recipe` where a change does not fit
 */
export function recipeOfStep(
  lesson: Lesson,
  step: Pick<LessonStep, 'recipe'>,
  choice: LessonData,
  number: number | null = null,
): Recipe {
  const real = choice === 'real' && lesson.data.real ? lesson.data.real.recipe : {};
  const recipe = parseRecipe(
    patched({ dataset: lessonReference(lesson, choice) }, lesson.recipe, real, step.recipe),
  );
  return { ...recipe, seed: seedOf(recipe.seed, number) };
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

/**
 * The study of a step, on the recipe of the lesson; null where it has none.
 *
 * @param number of a student in a class; null outside of one
 * @throws LabError `bad-study`, `bad-recipe`
 */
export function studyOfStep(
  lesson: Lesson,
  step: LessonStep,
  choice: LessonData,
  number: number | null = null,
): Study | null {
  if (!step.study) return null;
  const { seeds, sets } = step.study;
  const { version: _version, seed: _seed, ...base } = recipeOfStep(lesson, step, choice);
  const onSets = { name: 'set', levels: setLevels(lesson, choice) };
  return parseStudy({
    name: lesson.title,
    question: lesson.question,
    base,
    factors: [...(sets === 'all' ? [onSets] : []), factorOf(step.study)],
    seeds: seeds.map((seed) => seedOf(seed, number)),
  });
}

function factorOf(study: NonNullable<LessonStep['study']>): FactorSpec {
  if ('values' in study) return { field: study.vary, values: study.values };
  return { name: study.vary, levels: study.levels };
}

/** Two sets may be of one name: phantoms that differ in their seed, as they are named everywhere else. */
function setLevels(lesson: Lesson, choice: LessonData) {
  const sets = lessonReferences(lesson, choice);
  const labels = levelLabels('dataset', sets);
  return sets.map((dataset, place) => ({ label: labels[place]!, set: { dataset } }));
}

/**
 * The runs that a lesson names, as its steps ask for them: of one that is free in something, the recipe as the form then
 * holds it.
 */
function* askedRuns(
  lesson: Lesson,
  choice: LessonData,
  number: number | null,
): Generator<{ readonly condition: Condition; readonly recipe: Recipe }> {
  let inForm = recipeOfStep(lesson, {}, choice, number);
  for (const step of lesson.steps) {
    if (step.recipe) inForm = recipeOfStep(lesson, step, choice, number);
    for (const condition of step.until) {
      if (!('run' in condition || 'runs' in condition)) continue;
      yield { condition, recipe: parseRecipe(patched(inForm, patchFor(condition.with, number))) };
    }
  }
}

/** The runs of a lesson that are the same for everybody, by their names: no edition, and nothing that is to be chosen. */
export function namedRecipes(
  lesson: Lesson,
  choice: LessonData,
  number: number | null,
): ReadonlyMap<string, Recipe> {
  return new Map(
    [...askedRuns(lesson, choice, number)].flatMap(({ condition, recipe }) =>
      'run' in condition && !condition.edited && condition.unlike === undefined
        ? [[condition.run, recipe] as const]
        : [],
    ),
  );
}

/**
 * What a lesson trains from its beginning to its end.
 *
 * @throws LabError `bad-recipe`, `bad-study`
 */
export function recipesOfLesson(lesson: Lesson, choice: LessonData): readonly Recipe[] {
  const asked = [...askedRuns(lesson, choice, null)].flatMap(({ condition, recipe }) => {
    if (!('runs' in condition)) return [recipe];
    // The run that it is like is one of them.
    const count = condition.runs - (condition.like === undefined ? 0 : 1);
    return Array.from({ length: count }, () => recipe);
  });
  const planned = lesson.steps.flatMap((step) => {
    const study = studyOfStep(lesson, step, choice);
    return study ? expandStudy(study).runs.map(({ recipe }) => recipe) : [];
  });
  return [...asked, ...planned];
}
