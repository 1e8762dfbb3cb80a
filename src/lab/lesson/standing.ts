import { canonicalJson } from '../recipe/canonical.ts';
import { diffRecipes } from '../recipe/name.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { StudyState } from '../study/study-state.ts';
import type { Condition, Deed, Lesson } from './lesson.ts';
import { isAsPatched, patchFor } from './plan.ts';

/** What a condition looks at of a run. */
interface LessonRun {
  readonly id: string;
  readonly recipe: Recipe;
  /** Null while it trains, and where it was stopped before its first epoch was scored. */
  readonly summary: { readonly test: unknown } | null;
}

/** What there is since the lesson began, on its data. */
export interface LessonFacts<Run extends LessonRun> {
  /** Finished, as they may be shown, the oldest first. */
  readonly runs: readonly Run[];
  readonly studies: readonly Pick<StudyState, 'study' | 'entries'>[];
  /** Changes of the edition that has most of them. */
  readonly edits: number;
  /** Ids of the runs whose models were put under stress. */
  readonly stressed: ReadonlySet<string>;
  readonly did: readonly Deed[];
  /** Of a student in a class; null outside of one. */
  readonly number: number | null;
}

/** How far a lesson is done. */
export interface Standing<Run> {
  /** The runs by the names that the lesson gives them. */
  readonly runs: ReadonlyMap<string, Run>;
  /** Of each step, whether each of its conditions is met. */
  readonly met: readonly (readonly boolean[])[];
}

export function standingOf<Run extends LessonRun>(lesson: Lesson, facts: LessonFacts<Run>): Standing<Run> {
  const runs = new Map<string, Run>();
  const met = lesson.steps.map(({ until }) =>
    until.map((condition) => isMet(condition, lesson, facts, runs)),
  );
  return { runs, met };
}

function isMet<Run extends LessonRun>(
  condition: Condition,
  { title }: Lesson,
  facts: LessonFacts<Run>,
  named: Map<string, Run>,
): boolean {
  if ('run' in condition) {
    const fields = [...Object.keys(condition.with), ...(condition.edited ? ['edition'] : [])];
    const other = condition.alike === undefined ? null : named.get(condition.alike);
    const unlike = condition.unlike === undefined ? null : named.get(condition.unlike);
    const run = facts.runs.findLast(
      ({ recipe }) =>
        isAsPatched(recipe, patchFor(condition.with, facts.number), isSame) &&
        (!condition.edited || recipe.edition !== null) &&
        (other === null || (other !== undefined && differOnly(other.recipe, recipe, fields))) &&
        (unlike === null ||
          (unlike !== undefined && !isSame({ ...unlike.recipe, seed: recipe.seed }, recipe))),
    );
    if (run) named.set(condition.run, run);
    return run !== undefined;
  }
  if ('runs' in condition) {
    const like = condition.like === undefined ? null : named.get(condition.like);
    if (like === undefined) return false;
    const seeds = facts.runs.filter(
      ({ recipe }) =>
        isAsPatched(recipe, patchFor(condition.with, facts.number), isSame) &&
        (like === null || isSame({ ...like.recipe, seed: recipe.seed }, recipe)),
    );
    // The same run again says nothing new, where seeds are asked for.
    const { size } = new Set(seeds.map(({ id, recipe }) => (like ? recipe.seed : id)));
    return size >= condition.runs;
  }
  if ('study' in condition) {
    return facts.studies.some(
      ({ study, entries }) =>
        study.name.startsWith(title) && entries.every(({ status }) => status === 'finished'),
    );
  }
  if ('edition' in condition) return facts.edits >= condition.edition;
  if ('stressed' in condition) {
    return condition.stressed.every((name) => facts.stressed.has(named.get(name)?.id ?? ''));
  }
  if ('opened' in condition) return named.get(condition.opened)?.summary?.test != null;
  return facts.did.includes(condition.did);
}

const isSame = (one: Recipe, other: Recipe) => canonicalJson(one) === canonicalJson(other);

/** Whether two recipes differ, and nowhere but in these fields; a run's length is one field, by epochs or by steps. */
function differOnly(one: Recipe, other: Recipe, fields: readonly string[]): boolean {
  const names = fields.flatMap((name) =>
    name === 'steps' || name === 'epochs' ? ['steps', 'epochs'] : [name],
  );
  const paths = diffRecipes(one, other).map(({ path }) => path);
  const isNamed = (path: string) => names.some((name) => path === name || path.startsWith(`${name}.`));
  return paths.length > 0 && paths.every(isNamed);
}
