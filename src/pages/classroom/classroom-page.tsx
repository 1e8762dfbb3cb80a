import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { lessonGiven } from '../../lab/classroom/class-link.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { studyFromLink } from '../../lab/study/link.ts';
import type { Study } from '../../lab/study/study.ts';
import { useView } from '../../state/view/view.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import classes from './classroom-page.module.css';
import { GiveOut } from './give-out.tsx';
import { HandedIn } from './handed-in.tsx';
import { TakePart } from './take-part.tsx';
import { TakePartInLesson } from './take-part-in-lesson.tsx';

/** A class as one experiment: a student takes part by a link, a teacher gives it out and pools what is handed in. */
export function ClassroomPage() {
  const { given, number } = useView();
  const lesson = useMemo(() => (given === null ? null : lessonGiven(given)), [given]);
  const wanted = useMemo(() => (given === null || lesson ? null : readStudy(given)), [given, lesson]);
  if (lesson) return <TakePartInLesson given={lesson} number={number} />;
  if (wanted && 'study' in wanted) return <TakePart study={wanted.study} number={number} />;
  return (
    <Stack gap="md">
      {wanted && <ErrorNotice error={wanted.error} />}
      <header>
        <h2 className={classes.headline}>A class as one experiment</h2>
        <Text size="sm" c="dimmed" maw={640}>
          Each student trains the same recipes, or does the same lesson, on a seed of their own, and hands in
          a file. Together they know what none of them can know alone. There is no server: everything is in
          the files.
        </Text>
      </header>
      <GiveOut />
      <HandedIn />
    </Stack>
  );
}

function readStudy(word: string): { readonly study: Study } | { readonly error: LabErrorDescription } {
  try {
    return { study: studyFromLink(word) };
  } catch (error) {
    return { error: describeError(error) };
  }
}
