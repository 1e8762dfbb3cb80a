import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { MODELS } from '../../lab/models/registry.ts';
import { BASELINES, type BaselineName, baselineStudy, baselinesOf } from '../../lab/study/baselines.ts';
import { useData } from '../../state/data/store.ts';
import { useScoredParts } from '../../state/results/scored-parts.ts';
import { queueStudy } from '../../state/studies/ask.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useVisibleRows } from '../../state/studies/visible-rows.ts';
import { useView } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { Term } from '../../ui/term.tsx';
import classes from './results-page.module.css';
import { ScoreCells } from './score-cells.tsx';
import { useAucIntervals } from './use-auc-intervals.ts';

function useBaselines(row: RunRow): ReadonlyMap<BaselineName, RunRow> {
  const rows = useVisibleRows();
  return useMemo(() => baselinesOf(row, rows), [row, rows]);
}

/** The small networks, each a line of its own where it was trained with the recipe of this run. */
export function BaselineRows({ row }: { row: RunRow }) {
  return [...useBaselines(row)].map(([name, run]) => <BaselineRow key={name} name={name} run={run} />);
}

function BaselineRow({ name, run }: { name: BaselineName; run: RunRow }) {
  const { parts } = useScoredParts(run);
  const intervals = useAucIntervals(run, parts);
  const scores = run.summary?.ranking;
  if (!scores) return null;
  return (
    <tr data-baseline={name}>
      <td className={classes.rowName}>
        {MODELS[name].shortName}, <Term of="crossFitted">val, cross-fitted</Term>
      </td>
      <ScoreCells scores={scores} interval={intervals.ranking} />
    </tr>
  );
}

/** Trains the small networks that are missing, by one press. */
export function TrainBaselines({ row }: { row: RunRow }) {
  const trained = useBaselines(row);
  const loaded = useData((state) => state.dataset?.fingerprint);
  const studies = useStudies((state) => state.studies);
  const { changeView } = useView();
  const study = useMemo(() => baselineStudy(row.recipe), [row.recipe]);
  const isMissing = row.recipe.model === 'resnet-18' && trained.size < BASELINES.length;
  if (!isMissing || row.status !== 'finished' || loaded !== row.dataset.fingerprint) return null;
  const isQueued = studies.some(
    ({ study: { name }, entries }) =>
      name === study.name && entries.some(({ status }) => status === 'queued' || status === 'running'),
  );
  const train = () => {
    const start = async () => {
      // The page shows the latest run, and this one is to stay while they are trained.
      await changeView({ run: row.id });
      await queueStudy(study);
    };
    start().catch((error: unknown) => showProblem(describeError(error)));
  };
  return (
    <div className={classes.press}>
      <span>Is the large net worth it here?</span>
      <Button size="compact-sm" variant="default" disabled={isQueued} onClick={train}>
        {isQueued ? 'The small networks are in the queue' : 'Train a small CNN and a linear model'}
      </Button>
    </div>
  );
}
