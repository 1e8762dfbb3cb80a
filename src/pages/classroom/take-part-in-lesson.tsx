import { Button, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { LessonGiven } from '../../lab/classroom/class-link.ts';
import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { lessonFaults } from '../../lab/lesson/faults.ts';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { lessonFromWord } from '../../lab/lesson/link.ts';
import { type LessonData, lessonReferences } from '../../lab/lesson/plan.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { lessonNamed } from '../../state/lessons/lessons.ts';
import { beginLesson } from '../../state/lessons/steer.ts';
import { announceOpening, useLessons } from '../../state/lessons/store.ts';
import { takeLesson, takenName } from '../../state/lessons/taken.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import classes from './classroom-page.module.css';
import { NumberField, studentNumber } from './number-field.tsx';

/** What a student of a class sees first where the class does a lesson: what it asks, and their number. */
export function TakePartInLesson({ given, number }: { given: LessonGiven; number: number | null }) {
  const found = useMemo(() => lessonOf(given), [given]);
  if ('error' in found) return <ErrorNotice error={found.error} />;
  return <TakePart {...found} data={given.data} number={number} />;
}

/** One of the lab's own, or the one that the link holds. */
function lessonOf(
  given: LessonGiven,
): { readonly name: string; readonly lesson: Lesson } | { readonly error: LabErrorDescription } {
  try {
    const lesson = 'word' in given ? lessonFromWord(given.word) : lessonNamed(given.name);
    if (!lesson || lessonFaults(lesson).length > 0) {
      throw new LabError(
        'bad-lesson',
        'This lab has no such lesson.',
        'Nothing was changed. Ask for the link again.',
      );
    }
    return { name: 'word' in given ? takenName(lesson) : given.name, lesson };
  } catch (error) {
    return { error: describeError(error) };
  }
}

function TakePart({
  name,
  lesson,
  data,
  number: wanted,
}: {
  name: string;
  lesson: Lesson;
  data: LessonData;
  number: number | null;
}) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState<number | string>(wanted ?? '');
  const begun = useLessons((state) => state.progress[name] ?? null);
  const number = studentNumber(typed);
  const begin = () => {
    if (number === null) return;
    if (lessonNamed(name) === null) takeLesson(lesson);
    announceOpening(name);
    // The same number goes on where it was.
    if (begun?.number !== number || begun.data !== data) void beginLesson(name, lesson, data, number);
    void navigate({
      to: '/train',
      search: (old: ViewSearch) => ({ ...old, given: undefined, number: undefined, lesson: name }),
    });
  };
  const sets = lessonReferences(lesson, data).map(datasetName);
  return (
    <section className={classes.card} aria-label="Take part">
      <Stack gap="sm" align="flex-start">
        <header>
          <h2 className={classes.headline}>{lesson.title}</h2>
          <Text size="sm">{lesson.question}</Text>
        </header>
        <Text size="sm" maw={640}>
          You are one of a class. You do {lesson.kind === 'lab' ? 'this lab' : 'this lesson'} on your own seed
          ({[...new Set(sets)].join(', ')}): you guess, you train, and at its end you save a file and hand it
          in. What all of you guessed is put beside what came out.
        </Text>
        <NumberField value={typed} onChange={setTyped} />
        <Button disabled={number === null} onClick={begin}>
          Begin as number {number ?? '…'}
        </Button>
      </Stack>
    </section>
  );
}
