import { useEffect } from 'react';
import type { RunRow } from '../../storage/runs.ts';
import { createDrawnInSlices } from '../drawn-in-slices.ts';
import { recordOf, useRuns } from './store.ts';

/** Val AUC by epoch of runs that are not drawn, with the epochs that were done when they were read. */
const useRead = createDrawnInSlices<Readonly<Record<string, readonly number[]>>>(() => ({}));

const reading = new Set<string>();

async function read(row: RunRow): Promise<void> {
  if (reading.has(row.id)) return;
  reading.add(row.id);
  try {
    const { epochs } = await recordOf(row);
    useRead.setState({ [row.id]: epochs.map(({ val }) => val.auc) });
  } catch {
    // Told where the curve is drawn for itself; a list does without.
  } finally {
    reading.delete(row.id);
  }
}

/**
 * Val AUC by epoch of a run, for a small drawing of it; null until it has been read.
 *
 * @param isWanted whether it is worth reading
 */
export function useValCurve(row: RunRow, isWanted: boolean): readonly number[] | null {
  const drawn = useRuns(({ series }) => series[row.id]);
  const known = useRead((all) => all[row.id]);
  const isCurrent = drawn !== undefined || known?.length === row.epochsDone;
  const isMissing = isWanted && !isCurrent && row.epochsDone > 0;
  useEffect(() => {
    if (isMissing) void read(row);
  }, [isMissing, row]);
  return drawn ? drawn.epochs.map(({ val }) => val.auc) : (known ?? null);
}
