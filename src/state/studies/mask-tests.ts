import type { Recipe } from '../../lab/recipe/recipe.ts';
import { runKey } from '../../lab/study/run-key.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { isTestOpen } from '../../lab/study/test-opening.ts';
import type { RunRow } from '../../storage/runs.ts';
import type { Unreadable } from '../../storage/unreadable.ts';

/** The same row without its test scores, made once: lists are drawn anew only where a row is another object. */
const masked = new WeakMap<RunRow, RunRow>();

function withoutTest(row: RunRow): RunRow {
  if (!row.summary?.test) return row;
  let without = masked.get(row);
  if (!without) {
    without = { ...row, summary: { ...row.summary, test: null } };
    masked.set(row, without);
  }
  return without;
}

const keys = new WeakMap<Recipe, string>();

function keyOf(recipe: Recipe): string {
  let key = keys.get(recipe);
  if (key === undefined) {
    key = runKey(recipe);
    keys.set(recipe, key);
  }
  return key;
}

/**
 * Shows rows as they may be shown: without the test scores of what a study asks whose test part has not been opened.
 * Such a run is known by its id, and by its recipe: one that was trained again, replayed, or trained by hand gives the
 * same answer away. Until the studies have been read, any run may be one of theirs.
 */
export function maskTests({
  loaded,
  studies,
  unreadable,
}: {
  readonly loaded: boolean;
  readonly studies: readonly Pick<StudyState, 'study' | 'entries' | 'openings'>[];
  readonly unreadable: readonly Pick<Unreadable, 'data'>[];
}): (row: RunRow) => RunRow {
  if (!loaded) return withoutTest;
  const entries = studies
    .filter(({ openings, study }) => !isTestOpen(study, openings))
    .flatMap((state) => state.entries);
  const mentioned = unreadable.flatMap(({ data }) => [...namesIn(data)]);
  if (entries.length === 0 && mentioned.length === 0) return (row) => row;
  const closedIds = new Set([...entries.flatMap(({ runId }) => runId ?? []), ...mentioned]);
  const closedKeys = new Set([...entries.map(({ key }) => key), ...mentioned]);
  return (row) =>
    row.summary?.test && (closedIds.has(row.id) || closedKeys.has(keyOf(row.recipe)))
      ? withoutTest(row)
      : row;
}

/**
 * Everything that may be the id or the key of a run in a study that cannot be read: whether its test part was opened
 * cannot be said, so it is taken to be closed.
 */
function namesIn(data: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<object>();
  const left = [data];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') names.add(value);
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    left.push(...Object.values(value));
  }
  return names;
}
