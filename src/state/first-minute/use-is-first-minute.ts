import { useData } from '../data/store.ts';
import { useRuns } from '../runs/store.ts';
import { useFirstMinute } from './first-minute.ts';

/**
 * Whether the loaded set is that of the first minute: the one of the first run, or the first visit's own before there is
 * one. Where the run was deleted there is nothing to beat, and on other data it is no rival.
 */
export function useIsFirstMinute(): boolean {
  const { runId, isFirstVisit, closed } = useFirstMinute();
  const first = useRuns((state) => state.rows.find(({ id }) => id === runId));
  const dataset = useData((state) => state.dataset);
  if (closed) return false;
  if (first && dataset) return first.dataset.key === dataset.key;
  return (runId === null || first !== undefined) && isFirstVisit;
}
