import { useEffect, useMemo, useState } from 'react';
import type { RunFigures } from '../../lab/lesson/figures.ts';
import { answersAt, standardThresholds } from '../../lab/results/answers.ts';
import { overallFigures } from '../../lab/results/overall-figures.ts';
import { scoredPart } from '../../lab/results/scored-part.ts';
import { markedClass } from '../../lab/shortcut-mark.ts';
import { stressMean } from '../../lab/stress/stress-curve.ts';
import type { RunRow } from '../../storage/runs.ts';
import { inSlices } from '../results/in-slices.ts';
import { readShownPredictions } from '../results/shown-predictions.ts';
import { readSeries, useRuns } from '../runs/store.ts';
import { stressKey, useStress } from '../stress/store.ts';

type Counted = Pick<RunFigures, 'rare' | 'overall'>;

const NOT_COUNTED: Counted = { rare: null, overall: null };

/** What the runs that a lesson names came to; what has to be read comes a moment later. */
export function useRunFigures(runs: ReadonlyMap<string, RunRow>): ReadonlyMap<string, RunFigures> {
  const [counted, setCounted] = useState<Readonly<Record<string, Counted>>>({});
  const series = useRuns((state) => state.series);
  const stress = useStress((state) => state.scores);
  const key = [...runs.values()].map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the runs
  useEffect(() => {
    const abort = new AbortController();
    for (const row of runs.values()) {
      void readSeries(row.id).catch(() => undefined);
      count(row, abort.signal).then(
        (found) => found && setCounted((known) => ({ ...known, [row.id]: found })),
        // The figures stay "…".
        () => undefined,
      );
    }
    return () => abort.abort();
  }, [key]);
  return useMemo(
    () =>
      new Map(
        [...runs].map(([name, { id, dataset, summary, stepsDone }]) => {
          const scores = stress[stressKey('val', id)];
          return [
            name,
            {
              ...{ dataset, summary, steps: stepsDone },
              lastEpoch: series[id]?.epochs.at(-1) ?? null,
              ...(counted[id] ?? NOT_COUNTED),
              stressed: scores ? stressMean([scores], null).mean : null,
            },
          ];
        }),
      ),
    [runs, counted, series, stress],
  );
}

/** At the standard threshold; the class that is to be found is the second of two, or of several the rarest. */
async function count(row: RunRow, signal: AbortSignal): Promise<Counted | null> {
  const val = (await readShownPredictions(row))?.val;
  if (!val) return null;
  const part = await inSlices(scoredPart(val, row.dataset.task), signal);
  if (!part || signal.aborted) return null;
  const answers = answersAt(part, standardThresholds(row.dataset.task, part.scores.length));
  const overall = await inSlices(overallFigures(part, answers), signal);
  return overall && { rare: answers.classes[markedClass(row.dataset)] ?? null, overall };
}
