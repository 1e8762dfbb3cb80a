import { Button, CloseButton, Group, Progress } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { DATA_NAME, figuresOfData, type RunFigures } from '../../lab/lesson/figures.ts';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { outcomeOf } from '../../lab/lesson/outcome.ts';
import { type LessonData, lessonReference, lessonReferences } from '../../lab/lesson/plan.ts';
import { type LessonProgress, withOutcome } from '../../lab/lesson/progress.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { useData } from '../../state/data/store.ts';
import { focusHeading, LESSON_COLUMN, noteLessonFocus } from '../../state/lessons/focus-lesson.ts';
import { lessonNamed } from '../../state/lessons/lessons.ts';
import { enterStep, loadLessonData } from '../../state/lessons/steer.ts';
import { changeProgress, takeOpening, useLessons } from '../../state/lessons/store.ts';
import { useRunFigures } from '../../state/lessons/use-run-figures.ts';
import { useDeeds, useStanding } from '../../state/lessons/use-standing.ts';
import { useView } from '../../state/view/view.ts';
import { focusInSight } from '../../ui/focus-again.ts';
import { BackToLesson } from './back-to-lesson.tsx';
import classes from './lesson.module.css';
import { LessonBeginning } from './lesson-beginning.tsx';
import { LessonEnd } from './lesson-end.tsx';
import { LessonStepView } from './lesson-step.tsx';
import { usePageMarks } from './use-page-marks.ts';

/** A lesson beside the live page: it points, asks, waits and reveals, and the page stays whole. */
export function LessonColumn({ name }: { name: string }) {
  const { changeView } = useView();
  const progress = useLessons((state) => state.progress[name] ?? null);
  const lesson = lessonNamed(name);
  const column = useRef<HTMLElement>(null);
  const close = () => {
    // Where the lesson stood above the page, the page moves up.
    void changeView({ lesson: undefined }).then(() => requestAnimationFrame(focusInSight));
  };
  return (
    <aside
      ref={column}
      className={classes.column}
      aria-label="Lesson"
      {...{ [LESSON_COLUMN]: '' }}
      onFocus={({ target }) => noteLessonFocus(target)}
    >
      <BackToLesson column={column} />
      <div className={classes.head}>
        <p className={classes.name}>{lesson ? lesson.title : 'No such lesson'}</p>
        <CloseButton aria-label="Close the lesson" onClick={close} />
      </div>
      {!lesson && (
        <p className={classes.small}>There is no lesson “{name}” here. All lessons are under Learn.</p>
      )}
      {lesson && !progress && <LessonBeginning key={name} name={name} lesson={lesson} />}
      {lesson && progress && <Steps key={name} name={name} lesson={lesson} progress={progress} />}
    </aside>
  );
}

function Steps({ name, lesson, progress }: { name: string; lesson: Lesson; progress: LessonProgress }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  useDeeds(name, path);
  const { runs, met } = useStanding(lesson, progress);
  const figures = useWithData(lesson, progress.data, useRunFigures(runs));
  const place = Math.min(progress.step, lesson.steps.length - 1);
  const step = lesson.steps[place]!;
  const shown = lesson.steps.slice(0, place + 1).flatMap(({ show }) => show);
  const isGuessed = !step.guess || Object.hasOwn(progress.answers, step.title);
  // What was to be done there is done.
  const isDone = step.until.length > 0 && isGuessed && met[place]!.every(Boolean);
  usePageMarks(
    isDone ? null : (step.point ?? null),
    progress.finishedAt === null ? lesson.hide.filter((control) => !shown.includes(control)) : [],
  );
  const outcome = isGuessed && met[place]!.every(Boolean) ? outcomeOf(step, figures) : null;
  useEffect(() => {
    if (outcome !== null) changeProgress(name, (before) => withOutcome(before, step.title, outcome));
  }, [name, step, outcome]);
  const heading = useRef<HTMLHeadingElement>(null);
  // What was pressed goes away with its step; who opens the page with a lesson stays where they are.
  const isMoved = useRef(
    progress.step === 0 && progress.set.length === 0 && Date.now() - progress.startedAt < 5000,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step brings the focus
  useEffect(() => {
    if (isMoved.current || takeOpening(name)) focusHeading(heading.current);
    isMoved.current = true;
  }, [place]);
  const go = (to: number) => {
    changeProgress(name, (before) => ({
      ...before,
      step: to,
      finishedAt: to > before.step && to === lesson.steps.length ? Date.now() : before.finishedAt,
    }));
    enterStep(name, lesson);
  };
  const isOver = progress.step >= lesson.steps.length;
  const count = lesson.steps.length;
  return (
    <div className={classes.step}>
      <Progress
        size="xs"
        value={(100 * Math.min(progress.step + 1, count)) / count}
        aria-label={`Step ${place + 1} of ${count}`}
      />
      <DataNotLoaded lesson={lesson} data={progress.data} goesOverSets={step.study?.sets === 'all'} />
      {isOver ? (
        <LessonEnd {...{ name, lesson, progress, figures }} onBack={() => go(count - 1)} />
      ) : (
        <LessonStepView
          key={step.title}
          {...{ name, lesson, progress, step, runs, figures, heading }}
          met={met[place]!}
          place={place}
          onGo={go}
        />
      )}
    </div>
  );
}

/** With what the data tell by themselves, where those of the lesson are loaded. */
function useWithData(
  lesson: Lesson,
  data: LessonData,
  figures: ReadonlyMap<string, RunFigures>,
): ReadonlyMap<string, RunFigures> {
  const dataset = useData((state) => state.dataset);
  return useMemo(() => {
    if (!dataset || dataset.key !== datasetKey(lessonReference(lesson, data))) return figures;
    return new Map([[DATA_NAME, figuresOfData(dataset)], ...figures]);
  }, [dataset, lesson, data, figures]);
}

/** The student looks at other data meanwhile: told, with the way back. */
function DataNotLoaded({
  lesson,
  data,
  goesOverSets,
}: {
  lesson: Lesson;
  data: LessonData;
  /** Whether the study of the step loads each set of the lesson by itself. */
  goesOverSets: boolean;
}) {
  const { dataset, loading } = useData();
  const reference = lessonReference(lesson, data);
  const fitting = goesOverSets ? lessonReferences(lesson, data) : [reference];
  if (loading || dataset === null || fitting.some((set) => dataset.key === datasetKey(set))) return null;
  return (
    <Group gap="xs" className={classes.note} role="note">
      The lesson begins on {datasetName(reference)}, and other data are loaded.
      {reference.kind === 'catalogue' && ' Without a network, drop its .npz file on the page.'}
      <Button size="compact-xs" variant="default" onClick={() => void loadLessonData(lesson, data)}>
        Load them
      </Button>
    </Group>
  );
}
