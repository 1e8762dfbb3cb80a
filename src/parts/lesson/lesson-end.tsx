import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { RunFigures } from '../../lab/lesson/figures.ts';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import type { LessonProgress } from '../../lab/lesson/progress.ts';
import { focusHeading } from '../../state/lessons/focus-lesson.ts';
import { LESSON_NAMES, lessonNamed } from '../../state/lessons/lessons.ts';
import { beginLesson, leaveWith } from '../../state/lessons/steer.ts';
import { changeLesson } from '../../state/lessons/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { showUndo } from '../../ui/notify.tsx';
import { HandIn } from './hand-in.tsx';
import { HandInToClass } from './hand-in-to-class.tsx';
import classes from './lesson.module.css';

/** What comes after the last step. */
export function LessonEnd({
  name,
  lesson,
  progress,
  figures,
  onBack,
}: {
  name: string;
  lesson: Lesson;
  progress: LessonProgress;
  /** Of the runs by the names that the lesson gives them. */
  figures: ReadonlyMap<string, RunFigures>;
  onBack: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => focusHeading(heading.current), []);
  const next = LESSON_NAMES[LESSON_NAMES.indexOf(name) + 1];
  const { before, data, number } = progress;
  const doAgain = () => {
    // In a class one stays who one is: the number is the seed.
    if (number === null) changeLesson(name, () => null);
    else void beginLesson(name, lesson, data, number);
    showUndo(
      `The lesson begins anew${number === null ? '' : `, as number ${number}`}; your answers were put away.`,
      () => changeLesson(name, () => progress),
    );
  };
  return (
    <>
      <h2 className={classes.title} tabIndex={-1} ref={heading}>
        Done: {lesson.title}
      </h2>
      <p className={classes.small}>Your answers and runs stay in this browser.</p>
      {number !== null && <HandInToClass {...{ name, lesson, progress, figures, number }} />}
      <HandIn lesson={lesson} progress={progress} />
      <div className={classes.ends}>
        {next && (
          <Button
            size="xs"
            classNames={{ root: classes.next!, label: classes.nextLabel! }}
            renderRoot={(props) => (
              <Link {...props} to="." search={(old: ViewSearch) => ({ ...old, lesson: next })} />
            )}
          >
            Next: {lessonNamed(next)!.title}
          </Button>
        )}
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => <Link {...props} to="/learn" search={(old: ViewSearch) => old} />}
          >
            All lessons
          </Button>
          <Button size="xs" variant="default" onClick={onBack}>
            Back to the last step
          </Button>
          <Button size="xs" variant="default" onClick={doAgain}>
            Do it again
          </Button>
        </Group>
        {before && (
          <Button size="xs" variant="subtle" onClick={() => void leaveWith(before)}>
            Take back the recipe from before the lesson
          </Button>
        )}
      </div>
    </>
  );
}
