import { Button } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useState } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import type { RunFigures } from '../../lab/lesson/figures.ts';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import type { LessonProgress } from '../../lab/lesson/progress.ts';
import { LESSON_NAMES } from '../../state/lessons/lessons.ts';
import { useLessonRuns } from '../../state/lessons/use-standing.ts';
import { showProblem } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';
import classes from './lesson.module.css';

/** The file that a student of a class hands in at the end of a lesson. */
export function HandInToClass({
  name,
  lesson,
  progress,
  number,
  figures,
}: {
  name: string;
  lesson: Lesson;
  progress: LessonProgress;
  /** Theirs, which is the seed. */
  number: number;
  figures: ReadonlyMap<string, RunFigures>;
}) {
  const runs = useLessonRuns(lesson, progress);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const { lessonFile } = await import('../../state/classroom/hand-in-lesson.ts');
      const file = await lessonFile(name, lesson, progress, number, runs, figures);
      const title = LESSON_NAMES.includes(name) ? name : lesson.title;
      saveFile(`student-${number}-${title}.zip`, file, 'application/zip');
    } catch (error) {
      showProblem(describeError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.reveal}>
      <p className={classes.small}>
        You are number {number} of a class. Your guesses and answers, your figures and your runs are in one
        file for your teacher.
      </p>
      <Button
        size="xs"
        className={classes.show!}
        leftSection={<IconFileZip size={16} />}
        loading={busy}
        disabled={runs.length === 0}
        onClick={() => void save()}
      >
        Save what you hand in
      </Button>
    </div>
  );
}
