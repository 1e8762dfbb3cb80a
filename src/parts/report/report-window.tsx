import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { ActionIcon, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconFileText, IconFileZip, IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import type { AnsweredQuestion, LabReport } from '../../lab/report/lab-report.ts';
import { lessonAnswers } from '../../lab/report/lesson-answers.ts';
import { lessonNamed } from '../../state/lessons/lessons.ts';
import { useLessons } from '../../state/lessons/store.ts';
import {
  addQuestions,
  answered,
  changeNotes,
  changeQuestion,
  useReportNotes,
} from '../../state/report/notes.ts';
import type { ReportSubject } from '../../state/report/report-of-page.ts';
import { useView } from '../../state/view/view.ts';
import { showProblem } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import classes from './report-window.module.css';

const NEW_QUESTION: AnsweredQuestion = { question: '', guess: null, outcome: null, answer: '' };

/** What is written for the report, and the ways to take it along. */
export function ReportWindow({ subject, onClose }: { subject: ReportSubject; onClose: () => void }) {
  useReturnFocus();
  const notes = useReportNotes();
  const { making, make } = useMaking(subject);
  const saveZip = () =>
    make(async (report, tell) => {
      const { reportZip } = await import('../../state/report/report-zip.ts');
      saveFile(`${report.title}.zip`, await reportZip(report, tell), 'application/zip');
    });
  const savePage = () =>
    make(async (report) => {
      const { reportPage } = await import('../../lab/report/page.ts');
      saveFile(`${report.title}.html`, reportPage(report), 'text/html');
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={classes.title}>Lab report</span>}
      size={760}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <Text size="sm">{holdsText(subject)}</Text>
        <TextInput
          label="Your name, if it is to stand there"
          value={notes.author}
          maxLength={120}
          onChange={(event) => changeNotes({ author: event.currentTarget.value })}
        />
        <AnswersOfLessons />
        {notes.questions.map(({ question, guess, outcome, answer }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a question has no name but its place
          <div key={place} className={classes.question}>
            <Textarea
              aria-label={`Question ${place + 1}`}
              placeholder="Question"
              autosize
              minRows={1}
              value={question}
              maxLength={500}
              onChange={(event) => changeQuestion(place, { question: event.currentTarget.value })}
              rightSection={
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Take question ${place + 1} out`}
                  onClick={() => changeNotes({ questions: notes.questions.filter((_, at) => at !== place) })}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              }
            />
            {guess !== null && (
              <Text size="sm" c="dimmed">
                Guess: {guess}
              </Text>
            )}
            {outcome !== null && (
              <Text size="sm" c="dimmed" className={classes.outcome}>
                What came of it: {outcome}
              </Text>
            )}
            <Textarea
              aria-label={`Answer ${place + 1}`}
              placeholder="Your answer"
              autosize
              minRows={2}
              maxRows={8}
              value={answer}
              onChange={(event) => changeQuestion(place, { answer: event.currentTarget.value })}
            />
          </div>
        ))}
        <Group justify="space-between">
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={16} />}
            onClick={() => changeNotes({ questions: [...notes.questions, NEW_QUESTION] })}
          >
            Another question
          </Button>
          <Text size="xs" c="dimmed">
            What you write stays on this device. Questions without an answer are left out.
          </Text>
        </Group>
        <div className={classes.foot}>
          <Text size="sm" role="status">
            {making}
          </Text>
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconFileText size={16} />}
              disabled={making !== ''}
              onClick={savePage}
            >
              Save as one page
            </Button>
            <Button leftSection={<IconFileZip size={16} />} disabled={making !== ''} onClick={saveZip}>
              Save the zip
            </Button>
          </Group>
        </div>
      </Stack>
    </Modal>
  );
}

/** Takes in what a lesson asked and was answered. */
function AnswersOfLessons() {
  const progress = useLessons((state) => state.progress);
  const known = new Set(useReportNotes((state) => state.questions).map(({ question }) => question));
  const lessons = Object.entries(progress).flatMap(([name, own]) => {
    const lesson = lessonNamed(name);
    const answers = lesson ? lessonAnswers(lesson, own) : [];
    return lesson && answers.some(({ question }) => !known.has(question))
      ? [{ name, title: lesson.title, answers }]
      : [];
  });
  if (lessons.length === 0) return null;
  return (
    <Group gap="xs">
      {lessons.map(({ name, title, answers }) => (
        <Button key={name} size="compact-sm" variant="default" onClick={() => addQuestions(answers)}>
          Take in the answers of “{title}”
        </Button>
      ))}
    </Group>
  );
}

/** What is being made, in words; empty while nothing is. A window that closes gives it up. */
function useMaking(subject: ReportSubject) {
  const { output } = useView();
  const [making, setMaking] = useState('');
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const make = (
    save: (report: LabReport, tell: (done: number, total: number) => void) => Promise<void>,
  ): void => {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setMaking('Looking at the runs…');
    const work = async () => {
      const { reportOfPage } = await import('../../state/report/report-of-page.ts');
      const notes = useReportNotes.getState();
      const words = { title: titleOf(subject), author: notes.author.trim(), questions: answered(notes) };
      const report = await reportOfPage(subject, words, output, signal);
      await save(report, (done, total) => {
        signal.throwIfAborted();
        setMaking(`Drawing figure ${done + 1} of ${total}…`);
      });
    };
    work()
      .catch((error: unknown) => !signal.aborted && showProblem(describeError(error)))
      .finally(() => !signal.aborted && setMaking(''));
  };
  return { making, make };
}

function titleOf(subject: ReportSubject): string {
  if (subject.title !== undefined) return `Lab report: ${subject.title}`;
  if (subject.kind === 'study') return `Lab report: ${subject.state.study.name}`;
  const sets = new Set(subject.rows.map(({ dataset }) => dataset.name));
  return `Lab report: ${[...sets].join(', ')}`;
}

function runsText(count: number): string {
  return count === 1 ? 'this run' : `these ${count} runs`;
}

function holdsText(subject: ReportSubject): string {
  const what =
    subject.kind === 'study'
      ? `the study with its tables and verdict, and its runs${subject.beside?.length ? `; ${runsText(subject.beside.length)} beside it` : ''}`
      : `${runsText(subject.rows.length)} with curves, ROC, precision and recall, confusion, reliability and mistakes`;
  return `Holds ${what}; the recipes, every figure as a table, and what made them. A test part that is sealed stays out.`;
}
