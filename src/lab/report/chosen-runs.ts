import type { Expansion } from '../study/expand.ts';

/** Runs of a study that have figures of their own in a report: more would be paged through, not read. */
const MOST = 12;

/** Of the finished runs of a study those with figures of their own: every cell once before any twice. */
export function chosenRuns({ runs }: Expansion, isFinished: (key: string) => boolean): readonly string[] {
  const finished = runs.filter(({ key }) => isFinished(key));
  const cells = new Set<string>();
  const first = finished.filter(({ cell }) => !cells.has(cell.key) && cells.add(cell.key));
  const chosen = new Set([...first, ...finished].slice(0, MOST));
  return finished.filter((run) => chosen.has(run)).map(({ key }) => key);
}
