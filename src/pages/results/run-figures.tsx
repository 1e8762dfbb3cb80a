import { Button, SegmentedControl, Text } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { answersOf, outputsOf } from '../../lab/results/answer-names.ts';
import { classAucs } from '../../lab/results/class-aucs.ts';
import { hasImagesOf } from '../../lab/results/part-ids.ts';
import type { ScoredPart } from '../../lab/results/scored-part.ts';
import { StandAgain } from '../../parts/gallery/stand-again.tsx';
import { findRequest, loadDataset, useData } from '../../state/data/store.ts';
import type { ScoredParts } from '../../state/results/scored-parts.ts';
import { keepHandThresholds, thresholdsOf, useThresholdChoice } from '../../state/results/thresholds.ts';
import { useWork } from '../../state/results/use-work.ts';
import { useView } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { NameSelect } from '../../ui/name-select.tsx';
import { Staggered } from '../../ui/staggered.tsx';
import { CalibrationSection } from './calibration-section.tsx';
import { ClassTable } from './class-table.tsx';
import { Confusion } from './confusion.tsx';
import { LiveAnswers } from './live-answers.ts';
import { useOpenImages } from './open-images.ts';
import { RateCurvesSection } from './rate-curves.tsx';
import classes from './results-page.module.css';
import { Separation } from './separation.tsx';
import { ThresholdPanel } from './threshold-panel.tsx';

/** Milliseconds after which a threshold that is not moved any more is kept. */
const REST_MS = 250;

/** Everything that follows from the scores of one part: val first, test where it is open. */
export function RunFigures({
  row,
  parts,
  colour,
}: {
  row: RunRow;
  parts: ScoredParts;
  /** Of the run in its palette; null in grey. */
  colour: number | null;
}) {
  const { part: wantedPart, output: wantedOutput, changeView } = useView();
  const shown = wantedPart === 'test' && parts.test ? 'test' : 'val';
  const scored = parts[shown];
  const outputs = outputsOf(row.dataset);
  const output = wantedOutput < outputs.length ? wantedOutput : 0;
  return (
    <>
      <div className={classes.bar}>
        {parts.test && (
          <SegmentedControl
            size="xs"
            aria-label="Part that the figures are of"
            data={[
              { value: 'val', label: 'validation' },
              { value: 'test', label: 'test' },
            ]}
            value={shown}
            onChange={(value) => void changeView({ part: value as 'val' | 'test' })}
          />
        )}
        {outputs.length > 0 && (
          <NameSelect
            label={row.dataset.task === 'multi-label' ? 'Label that is looked at' : 'Class that is looked at'}
            names={outputs}
            value={output}
            onChange={(place) => void changeView({ class: place })}
          />
        )}
        {shown === 'val' && (
          <Text size="sm" c="dimmed">
            From here on with the weights of the best epoch, which was chosen on these images: often a little
            too good.
            {row.summary?.ranking
              ? ' The AUC above is cross-fitted: each half of the images is scored with the epoch that the other half chose.'
              : ''}
          </Text>
        )}
      </div>
      {scored && (
        <PartFigures key={`${row.id} ${shown}`} {...{ row, parts, shown, scored, output, colour }} />
      )}
    </>
  );
}

function PartFigures({
  row,
  parts,
  shown,
  scored,
  output,
  colour,
}: {
  row: RunRow;
  parts: ScoredParts;
  shown: 'val' | 'test';
  scored: ScoredPart;
  output: number;
  colour: number | null;
}) {
  const choice = useThresholdChoice();
  const thresholds = useMemo(
    () => thresholdsOf(choice, row.id, parts, output)!,
    [choice, row.id, parts, output],
  );
  const [live] = useState(() => new LiveAnswers(scored, thresholds));
  useEffect(() => live.setThresholds(thresholds), [live, thresholds]);
  const moveTo = useMovedThreshold(row.id, live, output);
  const loaded = useData((state) => state.dataset);
  const dataset = hasImagesOf(loaded, row, scored, shown) ? loaded : null;
  const openImages = useOpenImages(row, shown, live, output, dataset !== null);
  const beginAucs = useCallback(() => classAucs(scored), [scored]);
  const aucs = useWork(beginAucs);
  const answers = useMemo(() => answersOf(row.dataset, output), [row.dataset, output]);
  const shared = { live, output, openImages };
  return (
    <Staggered>
      <Separation {...shared} row={row} part={shown} dataset={dataset} onThreshold={moveTo} />
      <MissingSet row={row} isThere={dataset !== null} />
      <ThresholdPanel {...shared} parts={parts} shown={shown} answers={answers} />
      <RateCurvesSection
        {...shared}
        answers={answers}
        colour={colour}
        auc={aucs?.byOutput[output] ?? null}
        onThreshold={moveTo}
      />
      <Confusion {...shared} row={row} />
      <ClassTable row={row} live={live} aucs={aucs} openImages={openImages} />
      <CalibrationSection
        val={parts.val!}
        part={scored}
        {...{ shown, output, colour, openImages }}
        yes={answers[1]}
      />
      <StandAgain tab="results" />
    </Staggered>
  );
}

/** Moves the threshold at once, and keeps it once it rests. */
function useMovedThreshold(run: string, live: LiveAnswers, output: number): (score: number) => void {
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly keep: () => void } | null>(
    null,
  );
  const flush = useCallback(() => {
    if (!waiting.current) return;
    clearTimeout(waiting.current.timer);
    waiting.current.keep();
    waiting.current = null;
  }, []);
  // What was moved last is kept, also by who leaves at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another output is another threshold
  useEffect(() => flush, [flush, output]);
  return useCallback(
    (score) => {
      const moved = live.figures.thresholds.map((threshold, other) => {
        if (other === output) return score;
        return live.part.task === 'multi-class' ? null : threshold;
      });
      live.setThresholds(moved);
      // The first move is a step at once: a rule that is chosen right after it neither loses it nor is undone by it.
      if (waiting.current) clearTimeout(waiting.current.timer);
      else keepHandThresholds(run, moved);
      const keep = () => {
        waiting.current = null;
        if (useThresholdChoice.getState().kind === 'hand') keepHandThresholds(run, moved, true);
      };
      waiting.current = { timer: setTimeout(keep, REST_MS), keep };
    },
    [live, output, run],
  );
}

/** Offers to load the set whose images are missing. */
function MissingSet({ row, isThere }: { row: RunRow; isThere: boolean }) {
  const { dataset, loading } = useData();
  if (isThere || loading) return null;
  if (dataset?.fingerprint === row.dataset.fingerprint) {
    return <p className={classes.note}>This run was scored on images of its own, so they are not shown.</p>;
  }
  const load = async () => {
    const request = await findRequest(row.recipe.dataset);
    if (request) await loadDataset(request).catch(() => undefined);
  };
  return (
    <p className={classes.note}>
      Its images are those of {row.dataset.name}, which is not loaded.{' '}
      <Button size="compact-xs" variant="default" onClick={() => void load()}>
        Load {row.dataset.name}
      </Button>
    </p>
  );
}
