import type { Lesson } from '../../lab/lesson/lesson.ts';
import { type LessonData, lessonReference } from '../../lab/lesson/plan.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { useData } from '../../state/data/store.ts';
import { ClassExamples } from '../set-task/class-examples.tsx';
import classes from './lesson.module.css';

/** So many classes are shown at once; more are a press away. */
const SHOWN = 3;

/** What the images of the lesson are of: one of each class. Nothing while other data are loaded. */
export function LessonExamples({ lesson, data }: { lesson: Lesson; data: LessonData }) {
  const dataset = useData((state) => state.dataset);
  if (dataset?.key !== datasetKey(lessonReference(lesson, data))) return null;
  const { classNames, task } = dataset;
  return (
    <details className={classes.examples} open={classNames.length <= SHOWN}>
      <summary>One image of each {task === 'multi-label' ? 'label' : 'class'}</summary>
      <ClassExamples dataset={dataset} labels={classNames.map((_, label) => label)} isSmall />
    </details>
  );
}
