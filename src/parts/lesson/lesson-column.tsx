import { Button, CloseButton, Group, Progress, SegmentedControl } from '@mantine/core';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { type LessonData, lessonReference } from '../../lab/lesson/plan.ts';
import type { LessonProgress } from '../../lab/lesson/progress.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { useData } from '../../state/data/store.ts';
import { lessonNamed } from '../../state/lessons/lessons.ts';
import { beginLesson, enterStep, loadLessonData } from '../../state/lessons/steer.ts';
import { changeProgress, takeOpening, useLessons } from '../../state/lessons/store.ts';
import { useRunFigures } from '../../state/lessons/use-run-figures.ts';
import { useDeeds, useStanding } from '../../state/lessons/use-standing.ts';
import { useView } from '../../state/view/view.ts';
import classes from './lesson.module.css';
import { LessonEnd } from './lesson-end.tsx';
import { LessonStepView } from './lesson-step.tsx';
import { usePageMarks } from './use-page-marks.ts';

/** A lesson beside the live page: it points, asks, waits and reveals, and the page stays whole. */
export function LessonColumn({ name }: { name: string }) {
  const { changeView } = useView();
  const progress = useLessons((state) => state.progress[name] ?? null);
  const lesson = lessonNamed(name);
  const close = () => {
    document.getElementById('main')?.focus({ preventScroll: true });
    void changeView({ lesson: undefined });
  };
  return (
    <aside className={classes.column} aria-label="Lesson">
      <div className={classes.head}>
        <p className={classes.name}>{lesson ? lesson.title : 'No such lesson'}</p>
        <CloseButton aria-label="Close the lesson" onClick={close} />
      </div>
      {!lesson && (
        <p className={classes.small}>There is no lesson “{name}” here. All lessons are under Learn.</p>
      )}
      {lesson && !progress && <Beginning key={name} name={name} lesson={lesson} />}
      {lesson && progress && <Steps key={name} name={name} lesson={lesson} progress={progress} />}
    </aside>
  );
}

/** What the lesson asks, how long it takes, and on which data. */
function Beginning({ name, lesson }: { name: string; lesson: Lesson }) {
  const [data, setData] = useState<LessonData>('phantom');
  const { real } = lesson.data;
  const question = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeOpening(name)) question.current?.focus();
  }, [name]);
  return (
    <div className={classes.step}>
      <h2 className={classes.question} tabIndex={-1} ref={question}>
        {lesson.question}
      </h2>
      <p className={classes.small}>
        About {lesson.minutes} {lesson.minutes === 1 ? 'minute' : 'minutes'} on a phantom, a set drawn by a
        program. The lesson sets the recipe for you; ↶ takes it back.
      </p>
      {real && (
        <>
          <SegmentedControl
            size="xs"
            aria-label="Data of the lesson"
            data={[
              { value: 'phantom', label: 'Phantom' },
              { value: 'real', label: datasetName(lessonReference(lesson, 'real')) },
            ]}
            value={data}
            onChange={(value) => setData(value as LessonData)}
          />
          {data === 'real' && (
            <p className={classes.small}>
              Real images, fetched once if they are not on this device. Runs take {real.time}.
            </p>
          )}
        </>
      )}
      <Button onClick={() => void beginLesson(name, lesson, data)}>Begin</Button>
    </div>
  );
}

function Steps({ name, lesson, progress }: { name: string; lesson: Lesson; progress: LessonProgress }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  useDeeds(name, path);
  const { runs, met } = useStanding(lesson, progress);
  const figures = useRunFigures(runs);
  const place = Math.min(progress.step, lesson.steps.length - 1);
  const step = lesson.steps[place]!;
  const shown = lesson.steps.slice(0, place + 1).flatMap(({ show }) => show);
  usePageMarks(
    step.point ?? null,
    progress.finishedAt === null ? lesson.hide.filter((control) => !shown.includes(control)) : [],
  );
  const heading = useRef<HTMLHeadingElement>(null);
  // What was pressed goes away with its step; who opens the page with a lesson stays where they are.
  const isMoved = useRef(
    progress.step === 0 && progress.set.length === 0 && Date.now() - progress.startedAt < 5000,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step brings the focus
  useEffect(() => {
    if (isMoved.current || takeOpening(name)) heading.current?.focus();
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
      <DataNotLoaded lesson={lesson} data={progress.data} />
      {isOver ? (
        <LessonEnd name={name} lesson={lesson} progress={progress} onBack={() => go(count - 1)} />
      ) : (
        <LessonStepView
          key={step.title}
          {...{ name, lesson, progress, step, figures, heading }}
          met={met[place]!}
          place={place}
          onGo={go}
        />
      )}
    </div>
  );
}

/** The student looks at other data meanwhile: told, with the way back. */
function DataNotLoaded({ lesson, data }: { lesson: Lesson; data: LessonData }) {
  const { dataset, loading } = useData();
  const reference = lessonReference(lesson, data);
  if (loading || dataset === null || dataset.key === datasetKey(reference)) return null;
  return (
    <Group gap="xs" className={classes.note} role="note">
      The lesson is about {datasetName(reference)}, and other data are loaded.
      <Button size="compact-xs" variant="default" onClick={() => void loadLessonData(lesson, data)}>
        Load them
      </Button>
    </Group>
  );
}
