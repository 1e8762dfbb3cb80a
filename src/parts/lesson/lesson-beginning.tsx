import '@mantine/core/styles/Kbd.css';
import { Button, Kbd, SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { type LessonData, lessonReference, lessonReferences } from '../../lab/lesson/plan.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { beginLesson, setsToFetch } from '../../state/lessons/steer.ts';
import { takeOpening } from '../../state/lessons/store.ts';
import { LabFacts } from './lab-facts.tsx';
import classes from './lesson.module.css';

/** What the lesson asks, how long it takes, and on which data; of a lab also what is to be done and handed in. */
export function LessonBeginning({ name, lesson }: { name: string; lesson: Lesson }) {
  const [data, setData] = useState<LessonData>('phantom');
  const question = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeOpening(name)) question.current?.focus();
  }, [name]);
  const isLab = lesson.kind === 'lab';
  return (
    <div className={classes.step}>
      <h2 className={classes.question} tabIndex={-1} ref={question}>
        {lesson.question}
      </h2>
      {!isLab && (
        <p className={classes.small}>
          About {lesson.minutes} {lesson.minutes === 1 ? 'minute' : 'minutes'} on a phantom: images that a
          program draws, with no patient behind them. The lesson sets the recipe for you; ↶ takes it back.
        </p>
      )}
      {isLab && <LabFacts lesson={lesson} data={data} />}
      {lesson.data.real && <DataChoice lesson={lesson} data={data} onChoose={setData} />}
      <Button onClick={() => void beginLesson(name, lesson, data)}>Begin</Button>
      <p className={classes.leads}>
        The key <Kbd size="xs">L</Kbd> leads back to the lesson, from anywhere on the page.
      </p>
    </div>
  );
}

/** The phantom or the real set, with what a press on Begin will do for it. */
function DataChoice({
  lesson,
  data,
  onChoose,
}: {
  lesson: Lesson;
  data: LessonData;
  onChoose: (data: LessonData) => void;
}) {
  const isLab = lesson.kind === 'lab';
  const names = lessonReferences(lesson, 'real').map(datasetName);
  const fetched = useSetsToFetch(lesson, data);
  const { time } = lesson.data.real!;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={isLab ? 'Data of the lab' : 'Data of the lesson'}
        data={[
          { value: 'phantom', label: isLab ? 'Practise on a phantom' : 'Phantom' },
          {
            value: 'real',
            label: names.length === 1 ? datasetName(lessonReference(lesson, 'real')) : 'Real sets',
          },
        ]}
        value={data}
        onChange={(value) => onChoose(value as LessonData)}
      />
      {data === 'phantom' && !isLab && (
        <p className={classes.small}>
          {names.join(', ')}: the same on images of patients, which are fetched once and take longer.
        </p>
      )}
      {data === 'phantom' && isLab && (
        <p className={classes.small}>
          A phantom is drawn by a program: nothing is fetched, it works without a network, and its figures say
          nothing of patients.
        </p>
      )}
      {data === 'real' && (
        <p className={classes.small} aria-live="polite">
          {names.length === 1 ? 'Real images' : `Real images: ${names.join(', ')}`}
          {fetched !== null &&
            (fetched.length === 0
              ? '; they are at hand'
              : `; Begin fetches ${names.length === 1 ? 'them' : fetched.join(', ')} once, and they stay on this device`)}
          .{time && ` Runs take ${time}.`}
          {isLab &&
            fetched !== null &&
            fetched.length > 0 &&
            ' A file that you have is taken by dropping it on the page.'}
        </p>
      )}
    </>
  );
}

/** Names of the sets that are not at hand; null while that is looked for. */
function useSetsToFetch(lesson: Lesson, data: LessonData): readonly string[] | null {
  const [names, setNames] = useState<readonly string[] | null>(null);
  useEffect(() => {
    if (data === 'phantom') return;
    let isWanted = true;
    setsToFetch(lesson, data).then(
      (sets) => isWanted && setNames(sets.map(datasetName)),
      // Begin tries, and tells what fails.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [lesson, data]);
  return names;
}
