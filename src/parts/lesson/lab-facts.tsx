import { useMemo } from 'react';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { type LessonData, recipesOfLesson } from '../../lab/lesson/plan.ts';
import { useExpectedTime } from '../../state/training/expected-time.ts';
import { MeasureHere } from '../expected-time/measure-here.tsx';
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
  const runs = `${recipes.length} ${recipes.length === 1 ? 'run' : 'runs'}`;
  return (
    <>
      Training {runs}: <span aria-live="polite">{time ? timeText(time, recipes.length) : '…'}</span>
      <MeasureHere time={time} />
    </>
  );
}
