import { Button, Group, NativeSelect, NumberInput, Text } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { classHash } from '../../lab/classroom/class-link.ts';
import { MOST_STUDENTS } from '../../lab/classroom/student-study.ts';
import { describeError } from '../../lab/lab-error.ts';
import type { Study } from '../../lab/study/study.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useView } from '../../state/view/view.ts';
import { showNote, showProblem } from '../../ui/notify.tsx';
import classes from './classroom-page.module.css';

const USUAL_STUDENTS = 30;

/** The link by which students take part: one for all, or one for each number. */
export function GiveOut() {
  const { studies } = useStudies();
  const { study: wanted, changeView } = useView();
  const [students, setStudents] = useState<number | string>(USUAL_STUDENTS);
  const shown = studies.find(({ id }) => id === wanted) ?? studies.at(-1);
  const count = Math.min(MOST_STUDENTS, Math.max(1, Math.floor(Number(students)) || 1));
  const copy = (text: string, said: string) => {
    navigator.clipboard
      .writeText(text)
      .then(() => showNote(said))
      .catch((error: unknown) => showProblem(describeError(error)));
  };
  return (
    <section className={classes.card} aria-label="Give it out">
      <h3 className={classes.title}>1 · Give it out</h3>
      {!shown && (
        <Text size="sm" c="dimmed">
          Plan a study on Study first: two recipes that differ in one thing are a good beginning. Then its
          link stands here.
        </Text>
      )}
      {shown && (
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label="Study"
            value={shown.id}
            data={studies.toReversed().map(({ id, study }) => ({ value: id, label: study.name }))}
            onChange={(event) => void changeView({ study: event.currentTarget.value })}
          />
          <NumberInput
            label="Students"
            w={110}
            min={1}
            max={MOST_STUDENTS}
            allowDecimal={false}
            value={students}
            onChange={setStudents}
          />
          <Button
            leftSection={<IconLink size={16} />}
            onClick={() =>
              copy(addressOf(shown.study, null), 'The link is in the clipboard: each student types a number.')
            }
          >
            Copy one link for all
          </Button>
          <Button
            variant="default"
            onClick={() =>
              copy(
                linesOf(shown.study, count),
                `${count} links are in the clipboard, a line for each number.`,
              )
            }
          >
            Copy a link for each
          </Button>
        </Group>
      )}
      <Text size="sm" c="dimmed" mt="xs">
        A student’s number becomes the seed, so every number is given to one student only. The seeds of the
        study itself are not used.
      </Text>
    </section>
  );
}

function addressOf(study: Study, number: number | null): string {
  return `${location.href.split('#')[0]}${classHash(study, number)}`;
}

function linesOf(study: Study, count: number): string {
  return Array.from({ length: count }, (_, place) => `${place + 1}\t${addressOf(study, place + 1)}`).join(
    '\n',
  );
}
