import { useEffect, useMemo, useState } from 'react';
import type { RunFigures } from '../../lab/lesson/figures.ts';
import { answersAt, standardThresholds } from '../../lab/results/answers.ts';
import { scoredPart } from '../../lab/results/scored-part.ts';
import { markedClass } from '../../lab/shortcut-mark.ts';
import { stressMean } from '../../lab/stress/stress-curve.ts';
import type { RunRow } from '../../storage/runs.ts';
import { inSlices } from '../results/in-slices.ts';
import { readShownPredictions } from '../results/shown-predictions.ts';
import { readSeries, useRuns } from '../runs/store.ts';
import { stressKey, useStress } from '../stress/store.ts';

type Rare = NonNullable<RunFigures['rare']>;

/** What the runs that a lesson names came to; what has to be read comes a moment later. */
export function useRunFigures(runs: ReadonlyMap<string, RunRow>): ReadonlyMap<string, RunFigures> {
  const [rare, setRare] = useState<Readonly<Record<string, Rare>>>({});
  const series = useRuns((state) => state.series);
  const stress = useStress((state) => state.scores);
  const key = [...runs.values()].map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the runs
  useEffect(() => {
    const abort = new AbortController();
    for (const row of runs.values()) {
      void readSeries(row.id).catch(() => undefined);
      countRare(row, abort.signal).then(
        (counts) => counts && setRare((known) => ({ ...known, [row.id]: counts })),
        // The figure stays "…".
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
              rare: rare[id] ?? null,
              stressed: scores ? stressMean([scores], null).mean : null,
            },
          ];
        }),
      ),
    [runs, rare, series, stress],
  );
}

/** Of the class that is to be found, or of several the rarest, at the standard threshold. */
async function countRare(row: RunRow, signal: AbortSignal): Promise<Rare | null> {
  const val = (await readShownPredictions(row))?.val;
  if (!val) return null;
  const part = await inSlices(scoredPart(val, row.dataset.task), signal);
  if (!part || signal.aborted) return null;
  const thresholds = standardThresholds(row.dataset.task, part.scores.length);
  return answersAt(part, thresholds).classes[markedClass(row.dataset)] ?? null;
}
