import { runKey } from '../../lab/study/run-key.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { isTestOpen } from '../../lab/study/test-opening.ts';
import type { RunRow } from '../../storage/runs.ts';
import type { Unreadable } from '../../storage/unreadable.ts';

/**
 * The runs whose test scores labs of before there was a seal had shown: all but those of what a study asks whose test part
 * had not been opened. Such a run is known by its id, and by its recipe: one that was trained again, replayed, or trained
 * by hand would have given the same answer away.
 */
export function shownBefore(
  rows: readonly RunRow[],
  {
    studies,
    unreadable,
  }: {
    readonly studies: readonly Pick<StudyState, 'study' | 'entries' | 'openings'>[];
    readonly unreadable: readonly Pick<Unreadable, 'data'>[];
  },
): readonly RunRow[] {
  const entries = studies
    .filter(({ openings, study }) => !isTestOpen(study, openings))
    .flatMap((state) => state.entries);
  const mentioned = unreadable.flatMap(({ data }) => [...namesIn(data)]);
  const closedIds = new Set([...entries.flatMap(({ runId }) => runId ?? []), ...mentioned]);
  const closedKeys = new Set([...entries.map(({ key }) => key), ...mentioned]);
  return rows.filter(
    ({ id, recipe, summary }) => summary?.test && !closedIds.has(id) && !closedKeys.has(runKey(recipe)),
  );
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
