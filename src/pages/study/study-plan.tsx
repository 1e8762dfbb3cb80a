import { Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import type { Expansion } from '../../lab/study/expand.ts';
import { refuseIdleCells } from '../../lab/study/idle-cells.ts';
import { onPhantoms } from '../../lab/study/on-phantoms.ts';
import type { Study } from '../../lab/study/study.ts';
import { MeasureHere } from '../../parts/expected-time/measure-here.tsx';
import { needsWebGpu, timeText } from '../../parts/expected-time/time-text.ts';
import { useEnvironment } from '../../state/environment/store.ts';
import { expansionOf } from '../../state/studies/store.ts';
import { useExpectedTime } from '../../state/training/expected-time.ts';
import { formatCount } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import classes from './study-page.module.css';

export type Planned =
  | { readonly ok: true; readonly study: Study; readonly value: Expansion }
  | { readonly ok: false; readonly error: LabErrorDescription };

/** @throws LabError where a study cannot be trained, or a cell of it would train nothing of its own */
export function checkStudy(study: Study): void {
  refuseIdleCells(expansionOf(study).cells);
}

/** @param images images of each phantom that stands in for an official set; null for the sets themselves */
export function plan(draft: Study, images: number | null): Planned {
  try {
    const study = images === null ? draft : onPhantoms(draft, images);
    checkStudy(study);
    return { ok: true, study, value: expansionOf(study) };
  } catch (error) {
    return { ok: false, error: describeError(error) };
  }
}

/**
 * What a plan comes to, before anything is trained.
 *
 * @param children the way out of a plan that is refused
 */
export function StudyPlan({ planned, children }: { planned: Planned; children: ReactNode }) {
  const recipes = useMemo(
    () => (planned.ok ? planned.value.runs.map(({ recipe }) => recipe) : []),
    [planned],
  );
  const time = useExpectedTime(recipes);
  const backend = useEnvironment((state) => state.environment?.backend.name);
  const refused = needsWebGpu(recipes, backend);
  if (!planned.ok) {
    return (
      <div>
        <ErrorNotice error={planned.error} />
        {children}
      </div>
    );
  }
  const { study, value } = planned;
  const { cells, runs } = value;
  return (
    <section aria-label="Runs to train">
      <Text size="sm">
        <strong>
          {formatCount(cells.length)} {cells.length === 1 ? 'recipe' : 'recipes'} × {study.seeds.length}{' '}
          {study.seeds.length === 1 ? 'seed' : 'seeds'} = {formatCount(runs.length)} runs
        </strong>
        {!refused && time && ` · ${timeText(time, runs.length)}`}
        {!refused && <MeasureHere time={time} />}
      </Text>
      {refused && (
        <Text size="sm" fw={600} role="note">
          Half precision needs WebGPU: those runs would fail on this backend.
        </Text>
      )}
      <ul className={classes.plan} data-short={cells.length <= 6 || undefined}>
        {cells.map(({ key, name }) => (
          <li key={key}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
