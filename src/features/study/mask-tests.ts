import type { Recipe } from '../../lab/recipe/recipe.ts';
import { runKey } from '../../lab/study/run-key.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { isTestOpen } from '../../lab/study/test-opening.ts';
import type { RunRow } from '../../storage/runs.ts';

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
}: {
  readonly loaded: boolean;
  readonly studies: readonly Pick<StudyState, 'study' | 'entries' | 'openings'>[];
}): (row: RunRow) => RunRow {
  if (!loaded) return withoutTest;
  const entries = studies
    .filter(({ openings, study }) => !isTestOpen(study, openings))
    .flatMap((state) => state.entries);
  if (entries.length === 0) return (row) => row;
  const closedIds = new Set(entries.flatMap(({ runId }) => runId ?? []));
  const closedKeys = new Set(entries.map(({ key }) => key));
  return (row) =>
    row.summary?.test && (closedIds.has(row.id) || closedKeys.has(keyOf(row.recipe)))
      ? withoutTest(row)
      : row;
}
