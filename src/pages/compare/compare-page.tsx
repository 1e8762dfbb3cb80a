import { SegmentedControl, Stack, Text, useComputedColorScheme } from '@mantine/core';
import { IconGitCompare } from '@tabler/icons-react';
import { useMemo } from 'react';
import { AucChart, LossChart, Smoothing } from '../../parts/curves/run-charts.tsx';
import { useDrawnRuns } from '../../parts/curves/use-drawn-runs.ts';
import { figuresOfOthers } from '../../parts/figures-of-others/figures-of-others.ts';
import { pathTitle, pathValue } from '../../parts/recipe-panel/describe-path.ts';
import { differing } from '../../state/runs/differing.ts';
import { runNames } from '../../state/runs/names.ts';
import { useRuns } from '../../state/runs/store.ts';
import { useMarks, useShownRuns } from '../../state/runs/use-shown-runs.ts';
import { useView } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatAuc, formatDuration } from '../../ui/format.ts';
import { IntervalScale } from '../../ui/interval-scale.tsx';
import { EmptyPlace } from '../../ui/notice.tsx';
import { runColour } from '../../ui/palettes.ts';
import { ParallelCoordinates } from '../../ui/parallel-coordinates.tsx';
import { RunMark } from '../../ui/run-mark.tsx';
import { Staggered } from '../../ui/staggered.tsx';
import { Term } from '../../ui/term.tsx';
import classes from './compare-page.module.css';
import { GroupChart, RateChart } from './group-charts.tsx';
import { PairedDifference } from './paired-difference.tsx';
import { seedGroups, singleGroups } from './seed-groups.ts';

/** The ticked runs in one chart and one table, which shows only what differs between them. */
export function ComparePage() {
  const rows = useRuns((state) => state.rows);
  const shown = useShownRuns();
  const runs = useDrawnRuns(shown);
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
          ? 'Tick them in the list of runs.'
          : 'Change one thing in the recipe, train again, and see what it did.'}
      </EmptyPlace>
    );
  }
  const hasSeeds = bySeed.length < runs.length;
  const asMeans = hasSeeds && !apart;
  return (
    <Stack gap="md">
      <Staggered>
        {hasSeeds && (
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
        )}
        {asMeans ? (
          <GroupChart groups={bySeed} measure="auc" height={400} />
        ) : (
          <AucChart runs={runs} height={400} comparing />
        )}
        {!asMeans && <Smoothing />}
        <section className={classes.card} aria-label="What differs">
          <h2 className={classes.title}>What differs, and what came of it</h2>
          <Differences rows={shown} />
          <DifferenceLines rows={shown} />
          <TwoRuns rows={shown} />
        </section>
        <RateChart groups={asMeans ? bySeed : single} height={320} />
        <TestScores rows={shown} />
        {asMeans ? (
          <GroupChart groups={bySeed} measure="loss" height={280} />
        ) : (
          <LossChart runs={runs} height={280} comparing />
        )}
      </Staggered>
    </Stack>
  );
}

/** The table as lines, where several fields differ: which values go with a high AUC is seen at a glance. */
function DifferenceLines({ rows }: { rows: readonly RunRow[] }) {
  const scheme = useComputedColorScheme('light');
  const marks = useMarks();
  const names = useMemo(() => runNames(rows), [rows]);
  const differences = useMemo(() => differing(rows), [rows]);
  if (differences.length < 2) return null;
  const axes = differences.map(({ path, values }) => ({
    name: pathTitle(path),
    values: values.map((value) => (typeof value === 'number' ? value : pathValue(path, value))),
  }));
  return (
    <ParallelCoordinates
      label="What differs, as lines that end in the val AUC"
      axes={[...axes, valAxis(rows)]}
      lines={rows.map((row) => ({
        id: row.id,
        name: names.get(row.id) ?? row.id,
        colour: runColour(marks.get(row.id)?.colour ?? null, scheme),
      }))}
    />
  );
}

/** By one kind of score for all: cross-fitted, or of the best epoch where a run has none (yet). */
function valAxis(rows: readonly RunRow[]) {
  const fitted = rows.map(({ summary }) => summary?.ranking?.auc ?? null);
  return fitted.includes(null)
    ? { name: 'best val AUC', values: rows.map((row) => row.bestVal) }
    : { name: 'val AUC, cross-fitted', values: fitted };
}

function TwoRuns({ rows }: { rows: readonly RunRow[] }) {
  const names = useMemo(() => runNames(rows), [rows]);
  const [first, second] = rows;
  const ended = rows.length === 2 && rows.every(({ summary }) => summary !== null);
  return ended && first && second ? <PairedDifference rows={[first, second]} names={names} /> : null;
}

function Differences({ rows }: { rows: readonly RunRow[] }) {
  const marks = useMarks();
  const names = useMemo(() => runNames(rows), [rows]);
  const differences = useMemo(() => differing(rows), [rows]);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {differences.map(({ path }) => (
              <th key={path} scope="col">
                {pathTitle(path)}
              </th>
            ))}
            <th scope="col" className={classes.number}>
              <Term of="crossFitted">val AUC, cross-fitted</Term>
            </th>
            <th scope="col" className={classes.number}>
              <Term of="bestVal">best val</Term>
            </th>
            <th scope="col" className={classes.number}>
              <Term of="test">test AUC</Term>
            </th>
            <th scope="col" className={classes.number}>
              time
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id}>
              <td>
                <span className={classes.name}>
                  <RunMark
                    letter={marks.get(row.id)?.letter ?? null}
                    colour={marks.get(row.id)?.colour ?? null}
                  />
                  {names.get(row.id)}
                </span>
              </td>
              {differences.map(({ path, values }) => (
                <td key={path}>{pathValue(path, values[index])}</td>
              ))}
              <td className={classes.number}>{formatAuc(row.summary?.ranking?.auc)}</td>
              <td className={classes.number}>{formatAuc(row.bestVal)}</td>
              <td className={classes.number}>{formatAuc(row.summary?.test?.auc)}</td>
              <td className={classes.number}>{row.summary ? formatDuration(row.summary.seconds) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TestScores({ rows }: { rows: readonly RunRow[] }) {
  const marks = useMarks();
  const names = useMemo(() => runNames(rows), [rows]);
  const scored = rows.flatMap((row) => {
    const test = row.summary?.test;
    return test
      ? [
          {
            label: `${marks.get(row.id)?.letter} ${names.get(row.id)}`,
            value: test.auc,
            interval: test.interval,
            measured: true,
            colour: marks.get(row.id)?.colour ?? null,
          },
        ]
      : [];
  });
  if (scored.length === 0) return null;
  const others = figuresOfOthers(rows.map(({ dataset }) => dataset));
  return (
    <section className={classes.card} aria-label="Test AUC">
      <h2 className={classes.title}>
        <Term of="test">Test</Term> AUC with its <Term of="interval">95 % interval</Term>
      </h2>
      <IntervalScale rows={[...scored, ...others]} label="Test AUC of the runs" />
      <Text size="xs" c="dimmed" mt="xs">
        Where the bars overlap widely, one run each cannot tell the recipes apart.{' '}
        {others.length > 0 && 'Hollow: test figures of others, not measured here.'}
      </Text>
    </section>
  );
}
