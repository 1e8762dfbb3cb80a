import type { Lesson } from '../../lab/lesson/lesson.ts';
import type { LessonProgress } from '../../lab/lesson/progress.ts';
import { lessonAnswers } from '../../lab/report/lesson-answers.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { useLessonRuns, useLessonStudy } from '../../state/lessons/use-standing.ts';
import { addQuestions } from '../../state/report/notes.ts';
import { runNames } from '../../state/runs/names.ts';
import { useMarks } from '../../state/runs/use-shown-runs.ts';
import { useScoredRuns } from '../../state/studies/scored-runs.ts';
import type { RunRow } from '../../storage/runs.ts';
import { ReportButton } from '../report/report-button.tsx';
import classes from './lesson.module.css';

/** Runs of a lesson that are reported, the latest ones: each has figures of its own. */
const MOST_RUNS = 10;

/** The report of what was trained for a lesson, with the answers in it: what a lab asks to be handed in. */
export function HandIn({ lesson, progress }: { lesson: Lesson; progress: LessonProgress }) {
  const runs = useLessonRuns(lesson, progress);
  const study = useLessonStudy(lesson, progress);
  const answer = () => addQuestions(lessonAnswers(lesson, progress));
  const ofStudy = new Set(study?.entries.map(({ runId }) => runId));
  const own = runs.filter(({ id }) => !ofStudy.has(id)).slice(-MOST_RUNS);
  if (own.length === 0 && !study) return null;
  return (
    <div className={classes.reveal}>
      <p className={classes.small}>
        {lesson.handIn
          ? `Hand in: ${lesson.handIn}`
          : 'Your runs, their figures and your answers, to keep or to hand in.'}
      </p>
      {study ? (
        <StudyReport state={study} title={lesson.title} beside={own} onOpen={answer} />
      ) : (
        <RunsReport rows={own} title={lesson.title} onOpen={answer} />
      )}
    </div>
  );
}

interface OpensReport {
  readonly title: string;
  readonly onOpen: () => void;
}

function StudyReport({
  state,
  beside,
  title,
  onOpen,
}: OpensReport & { state: StudyState; beside: readonly RunRow[] }) {
  const runs = useScoredRuns(state);
  return <ReportButton size="xs" subject={{ kind: 'study', state, runs, beside, title }} onOpen={onOpen} />;
}

function RunsReport({ rows, title, onOpen }: OpensReport & { rows: readonly RunRow[] }) {
  const marks = useMarks();
  return (
    <ReportButton
      size="xs"
      subject={{ kind: 'runs', rows, names: runNames(rows), marks, title }}
      onOpen={onOpen}
    />
  );
}
