import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { type ClassLesson, classHash, lessonClassHash } from '../../lab/classroom/class-link.ts';
import { MOST_STUDENTS } from '../../lab/classroom/student-study.ts';
import { describeError } from '../../lab/lab-error.ts';
import { draftFaults } from '../../lab/lesson/draft.ts';
import { type Lesson, lessonSchema } from '../../lab/lesson/lesson.ts';
import { LONGEST_LESSON_LINK } from '../../lab/lesson/link.ts';
import { type LessonData, lessonReferences } from '../../lab/lesson/plan.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { LESSON_NAMES, lessonNamed } from '../../state/lessons/lessons.ts';
import { takeLesson } from '../../state/lessons/taken.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useView } from '../../state/view/view.ts';
import { useDrafts } from '../../state/workshop/drafts.ts';
import { showNote, showProblem } from '../../ui/notify.tsx';
import { NumberWithin } from '../../ui/number-within.tsx';
import classes from './classroom-page.module.css';

const USUAL_STUDENTS = 30;

const STUDY = 'study ';
const LESSON = 'lesson ';
/** One that was written here. */
const OWN = 'own ';

/** The link by which students take part: one for all, or one for each number. */
export function GiveOut() {
  const { studies } = useStudies();
  const { study: wanted, changeView } = useView();
  const [students, setStudents] = useState(USUAL_STUDENTS);
  const [chosen, setChosen] = useState<string | null>(null);
  const [data, setData] = useState<LessonData>('phantom');
  const latest = studies.find(({ id }) => id === wanted) ?? studies.at(-1);
  const own = useOwnLessons();
  const usual = latest ? STUDY + latest.id : LESSON + LESSON_NAMES[0]!;
  // A lesson of one's own may be deleted meanwhile.
  const value = chosen !== null && lessonOf(chosen, own) ? chosen : usual;
  const lesson = lessonOf(value, own);
  const link = (number: number | null) =>
    addressOf(
      lesson ? lessonClassHash(givenAs(value, lesson), data, number) : classHash(latest!.study, number),
    );
  const isTooLong = lesson !== null && link(MOST_STUDENTS).length > LONGEST_LESSON_LINK;
  const copy = (text: string, said: string) => {
    // What is handed in names the lesson as it is now, so that it is kept here as it is given out.
    if (lesson && value.startsWith(OWN)) takeLesson(lesson);
    navigator.clipboard
      .writeText(text)
      .then(() => showNote(said))
      .catch((error: unknown) => showProblem(describeError(error)));
  };
  const choose = (next: string) => {
    const isStudy = next.startsWith(STUDY);
    if (isStudy) void changeView({ study: next.slice(STUDY.length) });
    if (!lessonOf(next, own)?.data.real) setData('phantom');
    setChosen(isStudy ? null : next);
  };
  return (
    <section className={classes.card} aria-label="Give it out">
      <h3 className={classes.title}>1 · Give it out</h3>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label="Study or lesson"
          value={value}
          data={[
            ...(latest
              ? [
                  {
                    group: 'Studies',
                    items: studies
                      .toReversed()
                      .map(({ id, study }) => ({ value: STUDY + id, label: study.name })),
                  },
                ]
              : []),
            { group: 'Lessons', items: lessonItems('lesson') },
            { group: 'Labs', items: lessonItems('lab') },
            ...(own.size > 0
              ? [
                  {
                    group: 'Your lessons',
                    items: [...own].map(([id, { title }]) => ({ value: OWN + id, label: title })),
                  },
                ]
              : []),
          ]}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        {lesson?.data.real && (
          <NativeSelect
            label="On"
            value={data}
            data={[
              { value: 'phantom', label: 'a phantom' },
              { value: 'real', label: lessonReferences(lesson, 'real').map(datasetName).join(', ') },
            ]}
            onChange={(event) => setData(event.currentTarget.value as LessonData)}
          />
        )}
        <NumberWithin
          label="Students"
          w={110}
          min={1}
          max={MOST_STUDENTS}
          whole
          value={students}
          onChange={(value) => value !== null && setStudents(value)}
        />
        <Button
          leftSection={<IconLink size={16} />}
          disabled={isTooLong}
          onClick={() => copy(link(null), 'The link is in the clipboard: each student types a number.')}
        >
          Copy one link for all
        </Button>
        <Button
          variant="default"
          disabled={isTooLong}
          onClick={() =>
            copy(linesOf(link, students), `${students} links are in the clipboard, a line for each number.`)
          }
        >
          Copy a link for each
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt="xs">
        A student’s number becomes the seed, so every number is given to one student only.{' '}
        {lesson === null
          ? 'The seeds of the study itself are not used.'
          : 'At the end of the lesson each student saves a file with guesses, figures and runs.'}
        {isTooLong &&
          ` The link to this lesson would be ${(link(MOST_STUDENTS).length / 1000).toFixed(1)} kB long, and many programs cut it at 8: give a class a shorter lesson.`}
        {!latest && ' A study that you plan on Study can be given out as well.'}
      </Text>
    </section>
  );
}

/** Lessons that were written here and lack nothing, by the ids of their drafts. */
function useOwnLessons(): ReadonlyMap<string, Lesson> {
  const drafts = useDrafts((state) => state.drafts);
  return useMemo(
    () =>
      new Map(
        Object.entries(drafts).flatMap(([id, { draft }]) =>
          draftFaults(draft).length === 0 ? [[id, lessonSchema.parse(draft)] as const] : [],
        ),
      ),
    [drafts],
  );
}

/** The lesson that is chosen; null where it is a study. */
function lessonOf(value: string, own: ReadonlyMap<string, Lesson>): Lesson | null {
  if (value.startsWith(OWN)) return own.get(value.slice(OWN.length)) ?? null;
  return value.startsWith(LESSON) ? lessonNamed(value.slice(LESSON.length)) : null;
}

function givenAs(value: string, lesson: Lesson): ClassLesson {
  return value.startsWith(OWN) ? { lesson } : { name: value.slice(LESSON.length) };
}

function lessonItems(kind: Lesson['kind']) {
  return LESSON_NAMES.flatMap((name) => {
    const lesson = lessonNamed(name)!;
    return lesson.kind === kind ? [{ value: LESSON + name, label: lesson.title }] : [];
  });
}

function addressOf(hash: string): string {
  return `${location.href.split('#')[0]}${hash}`;
}

function linesOf(link: (number: number) => string, count: number): string {
  return Array.from({ length: count }, (_, place) => `${place + 1}\t${link(place + 1)}`).join('\n');
}
