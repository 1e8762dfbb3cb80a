import { Group, SegmentedControl, Stack } from '@mantine/core';
import { IconGitCompare } from '@tabler/icons-react';
import { Suspense, useMemo } from 'react';
import { AucChart, LossChart, Smoothing } from '../../parts/curves/run-charts.tsx';
import { useDrawnRuns } from '../../parts/curves/use-drawn-runs.ts';
import { ReportButton } from '../../parts/report/report-button.tsx';
import { LazyStress } from '../../parts/stress/lazy-stress.tsx';
import { runNames } from '../../state/runs/names.ts';
import { useRuns } from '../../state/runs/store.ts';
import { useMarks, useShownRuns } from '../../state/runs/use-shown-runs.ts';
import { useView } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { EmptyPlace } from '../../ui/notice.tsx';
import { Staggered } from '../../ui/staggered.tsx';
import classes from './compare-page.module.css';
import { DifferenceLines } from './difference-lines.tsx';
import { DifferencesTable } from './differences-table.tsx';
import { GroupChart, RateChart } from './group-charts.tsx';
import { PairedDifference } from './paired-difference.tsx';
import { SeedDifferences } from './seed-differences.tsx';
import { type SeedGroup, seedGroups, singleGroups } from './seed-groups.ts';
import { TestScores } from './test-scores.tsx';

const ImageAgreement = lazyPart(() =>
  import('./agreement/image-agreement.tsx').then((module) => module.ImageAgreement),
);

/** The ticked runs in one chart and one table, which shows only what differs between them. */
export function ComparePage() {
  const rows = useRuns((state) => state.rows);
  const shown = useShownRuns();
  const runs = useDrawnRuns(shown);
  const marks = useMarks();
  const report = useMemo(
    () => ({ kind: 'runs' as const, rows: shown, names: runNames(shown), marks }),
    [shown, marks],
  );
  const { changeView, apart } = useView();
  const bySeed = useMemo(() => seedGroups(runs), [runs]);
  const single = useMemo(() => singleGroups(runs), [runs]);
  if (shown.length < 2) {
    return (
      <EmptyPlace
        icon={<IconGitCompare size={40} stroke={1.5} />}
        title="Two runs or more will be laid over each other here"
        {...(rows.length > 1
          ? {
              action: {
                label: 'Compare the last two',
                onClick: () => void changeView({ runs: rows.slice(-2).map((row) => row.id) }),
              },
            }
          : {})}
      >
        {rows.length > 1
          ? 'Press their boxes in the list of runs.'
          : 'Change one thing in the recipe, train again, and see what it did.'}
      </EmptyPlace>
    );
  }
  const hasSeeds = bySeed.some((group) => group.runs.length > 1);
  const asMeans = hasSeeds && !apart;
  return (
    <Stack gap="md">
      <Staggered>
        <Group justify="space-between">
          {hasSeeds ? (
            <SegmentedControl
              size="xs"
              aria-label="Runs that differ in the seed alone"
              data={[
                { value: 'mean', label: 'mean over seeds' },
                { value: 'apart', label: 'each run' },
              ]}
              value={apart ? 'apart' : 'mean'}
              onChange={(value) => void changeView({ apart: value === 'apart' || undefined })}
            />
          ) : (
            <span />
          )}
          <ReportButton subject={report} />
        </Group>
        {asMeans ? (
          <GroupChart groups={bySeed} measure="auc" height={400} />
        ) : (
          <AucChart runs={runs} height={400} comparing />
        )}
        {asMeans && <SeedDifferences groups={bySeed} />}
        <section className={classes.card} aria-label="What differs" data-place="differences">
          <h2 className={classes.title}>What differs, and what came of it</h2>
          <DifferencesTable groups={asMeans ? bySeed : single} />
          <DifferenceLines rows={shown} />
          <TwoRuns rows={shown} />
        </section>
        <RateChart groups={asMeans ? bySeed : single} />
        {/* Ahead of what comes late, which would push it out of sight, and its open menu with it. */}
        <TestScores rows={shown} />
        <Suspense>
          <ImageAgreement rows={shown} groups={bySeed} />
        </Suspense>
        <StressOf groups={asMeans ? bySeed : single} />
        {asMeans ? (
          <GroupChart groups={bySeed} measure="loss" height={280} />
        ) : (
          <LossChart runs={runs} height={280} comparing />
        )}
        {!asMeans && <Smoothing />}
      </Staggered>
    </Stack>
  );
}

/** Curves grow several times a second; only runs that have ended are stressed. */
function StressOf({ groups }: { groups: readonly SeedGroup[] }) {
  const key = groups
    .map(({ key: recipe, name, letter, runs }) =>
      [recipe, name, letter, ...runs.map(({ row }) => row.summary && row.id)].join(),
    )
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the groups
  const stressed = useMemo(
    () => groups.map(({ runs, ...group }) => ({ ...group, rows: runs.map(({ row }) => row) })),
    [key, groups.some(({ runs }) => runs.some(({ row }) => row.summary?.test))],
  );
  return (
    <Suspense fallback={null}>
      <LazyStress groups={stressed} />
    </Suspense>
  );
}

/** Two runs are held against each other image by image. */
function TwoRuns({ rows }: { rows: readonly RunRow[] }) {
  const names = useMemo(() => runNames(rows), [rows]);
  const [first, second] = rows;
  const ended = rows.length === 2 && rows.every(({ summary }) => summary !== null);
  return ended && first && second ? <PairedDifference rows={[first, second]} names={names} /> : null;
}
