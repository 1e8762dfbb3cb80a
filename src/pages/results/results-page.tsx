import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconDownload, IconReportAnalytics, IconWand } from '@tabler/icons-react';
import { type ReactNode, Suspense, useMemo, useRef } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { FallNote } from '../../parts/fall-note/fall-note.tsx';
import { ReportButton } from '../../parts/report/report-button.tsx';
import { RunFailure } from '../../parts/run-failure/run-failure.tsx';
import { LazyStress } from '../../parts/stress/lazy-stress.tsx';
import { TenBesideModel } from '../../parts/ten-images/ten-beside-model.tsx';
import { useData } from '../../state/data/store.ts';
import { setRecipe } from '../../state/recipe/store.ts';
import { useScoredParts } from '../../state/results/scored-parts.ts';
import { runNames } from '../../state/runs/names.ts';
import { recordOf } from '../../state/runs/store.ts';
import { useMarks, useShownRuns } from '../../state/runs/use-shown-runs.ts';
import { useVisibleRows } from '../../state/studies/visible-rows.ts';
import { useView } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { formatDuration, formatRate } from '../../ui/format.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { EmptyPlace, ErrorNotice } from '../../ui/notice.tsx';
import { showProblem } from '../../ui/notify.tsx';
import { RunMark } from '../../ui/run-mark.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Staggered } from '../../ui/staggered.tsx';
import { Term } from '../../ui/term.tsx';
import { Answer } from './answer.tsx';
import { RecipeTable } from './recipe-table.tsx';
import { ReferenceScale } from './reference-scale.tsx';
import classes from './results-page.module.css';
import { RunFigures } from './run-figures.tsx';
import { ScoreTable } from './score-table.tsx';
import { useAucIntervals } from './use-auc-intervals.ts';

const FeatureMap = lazyPart(async () => (await import('../../parts/feature-map/feature-map.tsx')).FeatureMap);

const AttributeSection = lazyPart(async () => (await import('./attribute-section.tsx')).AttributeSection);

/** What one run comes to, top to bottom: the answer, what it is made of, the figures of others, and the recipe. */
export function ResultsPage() {
  const rows = useVisibleRows();
  const { run, changeView } = useView();
  const marks = useMarks();
  const names = useMemo(() => runNames(rows), [rows]);
  const scored = useMemo(() => rows.filter((row) => row.summary !== null).toReversed(), [rows]);
  const loaded = useData((state) => state.dataset?.key);
  const newest = scored.find(({ dataset }) => dataset.key === loaded);
  const row = rows.find((other) => other.id === run) ?? newest ?? scored[0];
  const select = useRef<HTMLSelectElement>(null);
  const mark = row && marks.get(row.id);
  const name = row ? (names.get(row.id) ?? row.id) : '';
  const letter = mark?.letter ?? '';
  const colour = mark?.colour ?? null;
  const stressed = useMemo(
    () => (row ? [{ key: row.id, name, letter, colour, rows: [row] }] : []),
    [row, name, letter, colour],
  );
  if (!row) {
    return (
      <EmptyPlace
        icon={<IconReportAnalytics size={40} stroke={1.5} />}
        title="Scores will stand here when a run has ended"
      >
        Validation and test AUC with their uncertainty, each class by itself, and what others have reached on
        the same data.
      </EmptyPlace>
    );
  }
  const choices = scored.includes(row) ? scored : [row, ...scored];
  return (
    <Stack gap="md">
      <Staggered>
        <Group justify="space-between">
          <Group gap="xs" className={classes.choice}>
            <RunMark letter={mark?.letter ?? null} colour={mark?.colour ?? null} />
            <NativeSelect
              ref={select}
              aria-label="Results of the run"
              value={row.id}
              data={choices.map((other) => ({ value: other.id, label: names.get(other.id) ?? other.id }))}
              onChange={(event) => void changeView({ run: event.currentTarget.value })}
            />
            {newest && newest.id !== row.id && (
              <Button
                size="compact-sm"
                variant="subtle"
                onClick={() => {
                  // The button goes with what it said.
                  select.current?.focus();
                  void changeView({ run: newest.id });
                }}
              >
                Show the latest run
              </Button>
            )}
          </Group>
          <RunActions row={row}>{row.summary && <ReportOfTicked row={row} rows={rows} />}</RunActions>
        </Group>
        <RunFailure row={row} />
        {row.summary ? <Scored row={row} colour={colour} /> : <NotScored row={row} />}
        {row.summary && (
          <Suspense fallback={null}>
            <LazyStress groups={stressed} />
          </Suspense>
        )}
        <section className={classes.card} aria-label="Recipe of the run">
          <h2 className={classes.title}>Its recipe</h2>
          <RecipeTable recipe={row.recipe} />
        </section>
      </Staggered>
    </Stack>
  );
}

function Scored({ row, colour }: { row: RunRow; colour: number | null }) {
  const summary = row.summary!;
  const { parts, error } = useScoredParts(row);
  const intervals = useAucIntervals(row, parts);
  const facts = [
    `${row.dataset.name}${row.dataset.synthetic ? ' (synthetic)' : ''}`,
    row.device.label,
    `${row.parameters.toLocaleString('en')} weights`,
    `${formatRate(summary.imagesPerSecond)} images/s`,
    formatDuration(summary.seconds),
    ENDED[summary.ended],
  ];
  return (
    <Staggered>
      <Answer row={row} intervals={intervals} />
      <FallNote row={row} />
      {error && <ErrorNotice error={error} />}
      {!error && !parts && <div className={classes.waiting} aria-busy />}
      {parts?.val && <RunFigures row={row} parts={parts} colour={colour} />}
      {parts && !parts.val && (
        <Text size="sm" c="dimmed">
          The scores of single images were not kept with this run, so there are no figures of them.
        </Text>
      )}
      <section className={classes.card} aria-label="Scores">
        <h2 className={classes.title}>Scores by part</h2>
        <ScoreTable row={row} intervals={intervals} />
        <TenBesideModel row={row} val={parts?.val ?? null} />
        <Text size="sm" c="dimmed" mt="sm">
          <Term of="bestEpoch">Best epoch</Term> {summary.bestEpoch} of {summary.epochs}. {facts.join(' · ')}
        </Text>
      </section>
      {parts && (
        <Suspense fallback={null}>
          <AttributeSection row={row} parts={parts} />
        </Suspense>
      )}
      {summary.test && <ReferenceScale row={row} auc={summary.test.auc} interval={intervals.test} />}
      <section className={classes.card} aria-label="Map of the features">
        <h2 className={classes.title}>How it arranges the images</h2>
        <ErrorBoundary place="The map of the features">
          <Suspense fallback={<div className={classes.waiting} aria-busy />}>
            <FeatureMap row={row} />
          </Suspense>
        </ErrorBoundary>
      </section>
    </Staggered>
  );
}

const ENDED = {
  'all-epochs': 'all epochs done',
  'early-stopping': 'ended early, as validation AUC no longer rose',
  stopped: 'stopped by hand',
} as const;

function NotScored({ row }: { row: RunRow }) {
  return (
    <Text size="sm" c="dimmed">
      {row.status === 'running' || row.status === 'paused'
        ? 'This run has not ended yet; its scores will stand here.'
        : 'This run ended before its first epoch was complete, so there is nothing to score.'}
    </Text>
  );
}

/** Of the ticked runs, and of the one that is looked at. */
function ReportOfTicked({ row, rows }: { row: RunRow; rows: readonly RunRow[] }) {
  const ticked = useShownRuns();
  const marks = useMarks();
  const names = useMemo(() => runNames(rows), [rows]);
  const reported = ticked.some(({ id }) => id === row.id) ? ticked : [...ticked, row];
  return <ReportButton subject={{ kind: 'runs', rows: reported, names, marks }} />;
}

function RunActions({ row, children }: { row: RunRow; children: ReactNode }) {
  const save = async () => {
    saveFile(`run-${row.id}.json`, JSON.stringify(await recordOf(row), null, 2));
  };
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconWand size={16} />}
        onClick={() => setRecipe(row.recipe)}
      >
        Use its recipe
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size={16} />}
        onClick={() => void save().catch((error: unknown) => showProblem(describeError(error)))}
      >
        Export JSON
      </Button>
      {children}
    </Group>
  );
}
