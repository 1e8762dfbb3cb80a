import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { type LessonData, recipesOfLesson } from '../../lab/lesson/plan.ts';
import { useReport } from '../../state/bench/report.ts';
import { startMeasuring, useBench } from '../../state/bench/store.ts';
import { useEnvironment } from '../../state/environment/store.ts';
import { useExpectedTime } from '../../state/training/expected-time.ts';
import { timeText } from '../expected-time/time-text.ts';
import classes from './lesson.module.css';

/** What a lab takes and asks for, before it begins. */
export function LabFacts({ lesson, data }: { lesson: Lesson; data: LessonData }) {
  const tasks = lesson.steps.slice(0, -1);
  return (
    <dl className={classes.facts}>
      <dt>Time</dt>
      <dd>
        <TrainingTime lesson={lesson} data={data} />
        <br />
        Reading and answering: about {lesson.minutes} min
      </dd>
      <dt>Tasks</dt>
      <dd>
        <ol>
          {tasks.map(({ title }) => (
            <li key={title}>{title}</li>
          ))}
        </ol>
      </dd>
      <dt>Hand in</dt>
      <dd>{lesson.handIn}</dd>
    </dl>
  );
}

/** By runs of the same kind on this device, or by what its bench has measured; what is not known is measured by a press. */
function TrainingTime({ lesson, data }: { lesson: Lesson; data: LessonData }) {
  const recipes = useMemo(() => recipesOfLesson(lesson, data), [lesson, data]);
  const time = useExpectedTime(recipes);
  const backend = useEnvironment((state) => state.environment?.backend.name);
  const { measuring, error } = useBench();
  const loaded = useReport((state) => state.loaded);
  const runs = `${recipes.length} ${recipes.length === 1 ? 'run' : 'runs'}`;
  return (
    <>
      Training {runs}: <span aria-live="polite">{time ? timeText(time, recipes.length) : '…'}</span>
      {loaded && backend && time && time.unmeasured > 0 && (
        <>
          {' '}
          <Button
            size="compact-xs"
            variant="default"
            loading={measuring}
            onClick={() => void startMeasuring('quick', backend)}
          >
            Measure this device
          </Button>
        </>
      )}
      {measuring && ' Measuring takes a minute or two.'}
      {error && ` ${error.message} ${error.remedy}`}
    </>
  );
}
