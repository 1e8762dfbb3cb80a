import { useMediaQuery } from '@mantine/hooks';
import { IconChartLine } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { AucChart, LossChart, Smoothing } from '../../parts/curves/run-charts.tsx';
import { type DrawnRun, runFocus } from '../../parts/curves/run-curves.ts';
import { RunWords } from '../../parts/curves/run-words.tsx';
import { useDrawnRuns } from '../../parts/curves/use-drawn-runs.ts';
import { RunFailure } from '../../parts/run-failure/run-failure.tsx';
import { useData } from '../../state/data/store.ts';
import { runToBeat, useFirstMinute } from '../../state/first-minute/first-minute.ts';
import { useSetRuns } from '../../state/runs/use-set-runs.ts';
import { useVisibleRow } from '../../state/studies/visible-rows.ts';
import { useTrain } from '../../state/training/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { EmptyPlace } from '../../ui/notice.tsx';
import { useSeen } from '../../ui/use-seen.ts';
import { TaskAndFirstMinute } from './first-minute.tsx';
import classes from './train-page.module.css';

const CHART_HEIGHT = 280;

const TablePanel = lazy(() =>
  import('../../parts/light-table/table-panel.tsx').then((module) => ({ default: module.TablePanel })),
);

const BatchMicroscope = lazyPart(() =>
  import('./batch-microscope.tsx').then((module) => module.BatchMicroscope),
);

export function TrainPage() {
  const { runs: shown, elsewhere } = useSetRuns();
  const toBeat = useFirstMinute(runToBeat);
  const runs = useDrawnRuns(shown, toBeat);
  const focus = runFocus(runs);
  // Made while the worker makes the run ready: it takes longer than a frame, which a run should not notice.
  const hasRun = useTrain(({ phase }) => phase !== 'idle') || shown.length > 0;
  // On a phone they are far below, and are not yet while the page grows.
  const isNarrow = useMediaQuery('(max-width: 600px)', undefined, { getInitialValueInEffect: false });
  const [stage, isNear] = useSeen<HTMLDivElement>(isNarrow ? '100px' : '100%');
  const failed = shown
    .filter(({ status }) => status === 'failed')
    .reduce<RunRow | null>(
      (latest, row) => (latest && latest.createdAt > row.createdAt ? latest : row),
      null,
    );
  return (
    <div className={classes.page}>
      <TaskAndFirstMinute />
      <Microscope />
      {failed && <RunFailure row={failed} />}
      <Suspense fallback={<div className={classes.table} aria-busy />}>
        <TablePanel runs={shown} />
      </Suspense>
      <div ref={stage} className={classes.stage} data-place="curves">
        {hasRun && isNear && <Charts runs={runs} isEmpty={shown.length === 0} />}
        {shown.length === 0 ? <NothingDrawn /> : !isNear && <div className={classes.room} />}
      </div>
      <div className={classes.below}>
        {focus && <RunWords run={focus} runs={runs} />}
        <Smoothing />
      </div>
      {elsewhere > 0 && <Elsewhere count={elsewhere} />}
    </div>
  );
}

/** Each in a task of its own; they take their room at once. */
function Charts({ runs, isEmpty }: { runs: readonly DrawnRun[]; isEmpty: boolean }) {
  const [hasBoth, setHasBoth] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHasBoth(true), 0);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.charts} inert={isEmpty} data-empty={isEmpty || undefined}>
      <AucChart runs={runs} height={CHART_HEIGHT} />
      {hasBoth ? <LossChart runs={runs} height={CHART_HEIGHT} /> : <div className={classes.chartRoom} />}
    </div>
  );
}

/** Why a run that is ticked is not drawn. */
function Elsewhere({ count }: { count: number }) {
  const name = useData((state) => state.dataset?.name);
  const which =
    count === 1
      ? 'One ticked run is on another set and is'
      : `${count} ticked runs are on other sets and are`;
  return (
    <p className={classes.hint}>
      Train draws runs on {name}, which is loaded. {which} drawn on Compare.
    </p>
  );
}

/** What a step by itself did, while the run stands still. */
function Microscope() {
  const batch = useTrain((state) => state.batch);
  const phase = useTrain((state) => state.phase);
  const loss = useTrain((state) => state.lastLoss);
  const row = useVisibleRow(useTrain((state) => state.runId));
  if (phase !== 'paused' || !row) return null;
  if (!batch) {
    return (
      <p className={classes.hint}>
        Paused. “Step one batch” shows the images of a batch, and what one step on them does.
      </p>
    );
  }
  return (
    <Suspense fallback={<div className={classes.microscope} aria-busy />}>
      <BatchMicroscope batch={batch} dataset={row.dataset} loss={loss} />
    </Suspense>
  );
}

function NothingDrawn() {
  const name = useData((state) => state.dataset?.name);
  return (
    <div className={classes.empty}>
      <EmptyPlace
        icon={<IconChartLine size={40} stroke={1.5} />}
        title="Loss and AUC will grow here, batch by batch"
      >
        {name ? `${name} is ready.` : 'The first set is being made ready.'} Tick what should happen to the
        images, then train: it all happens in this browser.
      </EmptyPlace>
    </div>
  );
}
