import { useEffect, useMemo } from 'react';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { lessonReference } from '../../lab/lesson/plan.ts';
import { type LessonProgress, withDeed } from '../../lab/lesson/progress.ts';
import { type Standing, standingOf } from '../../lab/lesson/standing.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import type { RunRow } from '../../storage/runs.ts';
import { loadEditions, useEditions } from '../editions/store.ts';
import { movesThreshold, useThresholdChoice } from '../results/thresholds.ts';
import { stressKey, useStress } from '../stress/store.ts';
import { useStudies } from '../studies/studies.ts';
import { useVisibleRows } from '../studies/visible-rows.ts';
import { useInsidesView } from '../trained/insides-view.ts';
import { changeProgress } from './store.ts';

/** Finished runs since a lesson began, on its data, the oldest first. */
export function useLessonRuns(lesson: Lesson, { startedAt, data }: LessonProgress): readonly RunRow[] {
  const rows = useVisibleRows();
  return useMemo(() => {
    const key = datasetKey(lessonReference(lesson, data));
    return rows.filter(
      (row) =>
        row.createdAt >= startedAt && row.status === 'finished' && datasetKey(row.recipe.dataset) === key,
    );
  }, [rows, lesson, startedAt, data]);
}

/** The latest study of a lesson since it began; null where there is none. */
export function useLessonStudy({ title }: Lesson, { startedAt }: LessonProgress): StudyState | null {
  return useStudies(
    ({ studies }) =>
      studies.findLast(({ study, createdAt }) => createdAt >= startedAt && study.name.startsWith(title)) ??
      null,
  );
}

/** How far a lesson is done, by what there is since it began, on its data. */
export function useStanding(lesson: Lesson, progress: LessonProgress): Standing<RunRow> {
  const { startedAt, did, number } = progress;
  const runs = useLessonRuns(lesson, progress);
  const studies = useStudies((state) => state.studies);
  const stress = useStress((state) => state.scores);
  const editions = useEditions((state) => state.editions);
  useEffect(() => void loadEditions().catch(() => undefined), []);
  return useMemo(() => {
    const isNew = ({ createdAt }: { readonly createdAt: number }) => createdAt >= startedAt;
    const edits = editions.filter(isNew).map(({ steps }) => steps.flat().length);
    return standingOf(lesson, {
      runs,
      studies: studies.filter(isNew),
      edits: Math.max(0, ...edits),
      stressed: new Set(runs.map(({ id }) => id).filter((id) => stress[stressKey('val', id)])),
      did,
      number,
    });
  }, [runs, studies, editions, stress, lesson, startedAt, did, number]);
}

const TAB_DEEDS = {
  '/data': 'data-opened',
  '/results': 'results-opened',
  '/compare': 'compare-opened',
} as const;

/** Notes what is done while a lesson is open. */
export function useDeeds(name: string, path: string): void {
  useEffect(() => {
    const deed = TAB_DEEDS[path as keyof typeof TAB_DEEDS];
    if (deed) changeProgress(name, (progress) => withDeed(progress, deed));
  }, [name, path]);
  useEffect(() => {
    const note = (deed: 'threshold-moved' | 'insides-opened') =>
      changeProgress(name, (progress) => withDeed(progress, deed));
    const ends = [
      useThresholdChoice.subscribe((after, before) => {
        if (movesThreshold(after, before)) note('threshold-moved');
      }),
      useInsidesView.subscribe((view, before) => {
        if (view.open && !before.open) note('insides-opened');
      }),
    ];
    if (useInsidesView.getState().open) note('insides-opened');
    return () => {
      for (const end of ends) end();
    };
  }, [name]);
}
