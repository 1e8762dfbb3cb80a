import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import type { LessonProgress } from '../../lab/lesson/progress.ts';
import { LESSON_NAMES, lessonNamed } from '../../state/lessons/lessons.ts';
import { leaveWith } from '../../state/lessons/steer.ts';
import { changeLesson } from '../../state/lessons/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import classes from './lesson.module.css';

/** What comes after the last step. */
export function LessonEnd({
  name,
  lesson,
  progress,
  onBack,
}: {
  name: string;
  lesson: Lesson;
  progress: LessonProgress;
  onBack: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const next = LESSON_NAMES[LESSON_NAMES.indexOf(name) + 1];
  const { before } = progress;
  return (
    <>
      <h2 className={classes.title} tabIndex={-1} ref={heading}>
        Done: {lesson.title}
      </h2>
      <p className={classes.small}>Your answers and runs stay in this browser.</p>
      <div className={classes.ends}>
        {next && (
          <Button
            size="xs"
            renderRoot={(props) => (
              <Link {...props} to="." search={(old: ViewSearch) => ({ ...old, lesson: next })} />
            )}
          >
            Next: {lessonNamed(next)!.title}
          </Button>
        )}
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onBack}>
            Back to the last step
          </Button>
          <Button size="xs" variant="default" onClick={() => changeLesson(name, () => null)}>
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
