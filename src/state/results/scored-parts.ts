import { useEffect, useState } from 'react';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { type ScoredPart, scoredPart } from '../../lab/results/scored-part.ts';
import type { Predictions } from '../../lab/run-record.ts';
import type { RunRow } from '../../storage/runs.ts';
import { inSlices } from './in-slices.ts';
import { readShownPredictions } from './shown-predictions.ts';

/** The parts that a run has scored and that may be shown, ready for any threshold. */
export interface ScoredParts {
  readonly val: ScoredPart | null;
  readonly test: ScoredPart | null;
  /** Of the cross-fitted val, which runs are compared by. */
  readonly ranking: Predictions | null;
}

const NONE: ScoredParts = { val: null, test: null, ranking: null };

export interface ScoredPartsAnswer {
  /** Null while they are read. */
  readonly parts: ScoredParts | null;
  readonly error: LabErrorDescription | null;
}

const READING: ScoredPartsAnswer = { parts: null, error: null };

/** @param row as it may be shown; null: no run */
export function useScoredParts(row: RunRow | null): ScoredPartsAnswer {
  const [answer, setAnswer] = useState<ScoredPartsAnswer & { readonly key: string }>({ ...READING, key: '' });
  // A row changes with its name and its place; what was scored only with these.
  const scored = row ? `${row.id} ${row.status} ${row.summary !== null}` : '';
  const key = `${scored} ${row?.summary?.test != null}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the row
  useEffect(() => {
    if (!row) return;
    const abort = new AbortController();
    read(row, abort.signal).then(
      (parts) => parts && !abort.signal.aborted && setAnswer({ parts, error: null, key }),
      (error: unknown) =>
        !abort.signal.aborted && setAnswer({ parts: null, error: describeError(error), key }),
    );
    return () => abort.abort();
  }, [key]);
  // Where test scores come to what is shown (they do after each load, when the seals are read) the rest stays as it is meanwhile.
  const isToldMore = answer.key === `${scored} false`;
  return answer.key === key || isToldMore ? answer : READING;
}

async function read(row: RunRow, signal: AbortSignal): Promise<ScoredParts | null> {
  const predictions = await readShownPredictions(row);
  if (!predictions) return NONE;
  const { task } = row.dataset;
  const partOf = (part: Predictions | null) => part && inSlices(scoredPart(part, task), signal);
  const val = await partOf(predictions.val);
  const test = await partOf(predictions.test);
  return signal.aborted ? null : { val, test, ranking: predictions.ranking };
}
