import { Button, Progress, SegmentedControl, Text, useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { STRESS_NAMES } from '../../lab/stress/registry.ts';
import { stressCurve } from '../../lab/stress/stress-curve.ts';
import { useData } from '../../state/data/store.ts';
import {
  cancelStress,
  isStressKept,
  type StressedPart,
  stressKey,
  stressRuns,
  useStress,
} from '../../state/stress/store.ts';
import { axisRange } from '../../ui/chart/axis.ts';
import { SavedFigure } from '../../ui/chart/saved-figure.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { runColour } from '../../ui/palettes.ts';
import { RunMark } from '../../ui/run-mark.tsx';
import classes from './stress.module.css';
import type { StressedGroup, StressGroup } from './stress-groups.ts';
import { StressPanel } from './stress-panel.tsx';
import { StressTable } from './stress-table.tsx';
import { StressVerdict } from './stress-verdict.tsx';

/** How trained models do on images that are worse than those they learnt from. */
export function StressSection({ groups }: { groups: readonly StressGroup[] }) {
  const { scores, failures, progress } = useStress();
  const rows = useMemo(
    () => groups.flatMap((group) => group.rows.filter(({ summary }) => summary)),
    [groups],
  );
  // The test part of what is sealed is not here, see useVisibleRows.
  const isTestOpen = rows.length > 0 && rows.every(({ summary }) => summary?.test);
  const [wanted, setPart] = useState<StressedPart>('val');
  const part = isTestOpen ? wanted : 'val';
  const stressed = useMemo(
    () =>
      groups
        .map((group) => ({
          ...group,
          runs: group.rows.flatMap((row) => {
            const found = scores[stressKey(part, row.id)];
            return found ? [{ row, scores: found }] : [];
          }),
        }))
        .filter(({ runs }) => runs.length > 0),
    [groups, scores, part],
  );
  const missing = rows.filter(({ id }) => !scores[stressKey(part, id)]);
  const failed = missing.flatMap(({ id }) => failures[stressKey(part, id)] ?? []);
  const ids = missing.map(({ id }) => id).join();
  // When the page opens its images may still be on their way.
  const loaded = useData((state) => state.dataset?.key);
  const areThere = missing.every(({ dataset }) => dataset.key === loaded);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids stand for the rows
  useEffect(() => {
    if (missing.length > 0 && areThere && failed.length === 0 && isStressKept(missing, part))
      void stressRuns(missing, part);
  }, [ids, part, areThere]);
  if (rows.length === 0) return null;
  return (
    <section className={classes.card} aria-label="Under stress" data-place="stress">
      <div className={classes.head}>
        <h2 className={classes.title}>Under stress: AUC on images that are worse than those trained on</h2>
        {isTestOpen && (
          <SegmentedControl
            size="xs"
            aria-label="Part under stress"
            data={['val', 'test']}
            value={part}
            onChange={(value) => setPart(value as StressedPart)}
          />
        )}
      </div>
      {stressed.length > 0 && <StressFigures groups={stressed} part={part} />}
      {progress !== null ? (
        <div className={classes.working}>
          <Progress className={classes.bar} value={100 * progress} aria-label="Progress of the stresses" />
          <Button size="compact-sm" variant="default" onClick={cancelStress}>
            Cancel
          </Button>
        </div>
      ) : (
        missing.length > 0 && (
          <>
            {stressed.length === 0 && (
              <p className={classes.sentence}>
                Noise, blur, another crop, a poor JPEG: a model that ranks clean images well may lose its way,
                and here it shows what augmentation was for.
              </p>
            )}
            <Button size="compact-sm" variant="default" onClick={() => void stressRuns(missing, part)}>
              {missing.length === 1 ? 'Stress the model' : `Stress ${missing.length} models`}
            </Button>
          </>
        )
      )}
      {progress === null &&
        [...new Map(failed.map((failure) => [failure.message, failure])).values()].map((failure) => (
          <ErrorNotice key={failure.message} error={failure} />
        ))}
    </section>
  );
}

function StressFigures({ groups, part }: { groups: readonly StressedGroup[]; part: StressedPart }) {
  const scheme = useComputedColorScheme('light');
  const panels = useMemo(
    () =>
      STRESS_NAMES.map((name) => ({
        name,
        lines: groups.map((group) => ({
          ...{ key: group.key, name: group.name, letter: group.letter },
          colour: runColour(group.colour, scheme),
          points: stressCurve(
            group.runs.map(({ scores }) => scores),
            name,
          ),
        })),
      })),
    [groups, scheme],
  );
  // One axis for all, so that the panels can be held against each other.
  const { low, high, ticks } = useMemo(
    () =>
      axisRange(
        panels.flatMap(({ lines }) =>
          lines.flatMap(({ points }) => points.flatMap(({ auc, interval }) => [auc, ...(interval ?? [])])),
        ),
        { floor: 0, ceiling: 1 },
      ),
    [panels],
  );
  return (
    <>
      <StressVerdict groups={groups} part={part} />
      <SavedFigure name={`AUC on the ${part} part under stress`}>
        <ul className={classes.legend}>
          {groups.map(({ key, letter, colour, name }) => (
            <li key={key} className={classes.run}>
              <RunMark letter={letter} colour={colour} />
              {name}
            </li>
          ))}
        </ul>
        <ul className={classes.grid} aria-label="AUC against severity, stress by stress">
          {panels.map(({ name, lines }) => (
            <StressPanel key={name} name={name} lines={lines} low={low} high={high} ticks={ticks} />
          ))}
        </ul>
      </SavedFigure>
      <Text size="xs" c="dimmed" mb="xs">
        Right: severity, from the images as they are (0) to the worst (5). Band: 95 %, over seeds and images.
        Weights of the best epoch.
      </Text>
      <StressTable groups={groups} />
    </>
  );
}
