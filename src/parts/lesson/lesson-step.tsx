import { Button, Group } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled, IconEye } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { describeError } from '../../lab/lab-error.ts';
import { type FigureName, figureText, type RunFigures, withFigures } from '../../lab/lesson/figures.ts';
import type { Condition, Guess, Lesson, LessonStep } from '../../lab/lesson/lesson.ts';
import { PLACES, type PlaceName } from '../../lab/lesson/places.ts';
import { studyOfStep } from '../../lab/lesson/plan.ts';
import { type LessonAnswer, type LessonProgress, withAnswer } from '../../lab/lesson/progress.ts';
import { studyToLink } from '../../lab/study/link.ts';
import { LESSON_ANSWER } from '../../state/lessons/focus-lesson.ts';
import { setStepRecipe } from '../../state/lessons/steer.ts';
import { changeProgress } from '../../state/lessons/store.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { FigureBars } from './figure-bars.tsx';
import { GuessForm } from './guess-form.tsx';
import classes from './lesson.module.css';
import { LessonExamples } from './lesson-examples.tsx';
import { LessonWords } from './lesson-words.tsx';
import { NewWords } from './new-words.tsx';
import { bringIntoSight, showPlace } from './use-page-marks.ts';
import { WhereItLooks } from './where-it-looks.tsx';

/** One step: read, guess, do, and see what came of it. */
export function LessonStepView({
  name,
  lesson,
  progress,
  step,
  place,
  met,
  runs,
  figures,
  heading,
  onGo,
}: {
  name: string;
  lesson: Lesson;
  progress: LessonProgress;
  step: LessonStep;
  place: number;
  /** Whether each of its conditions is met. */
  met: readonly boolean[];
  /** The runs of the student by the names that the lesson gives them, and what they came to. */
  runs: ReadonlyMap<string, RunRow>;
  figures: ReadonlyMap<string, RunFigures>;
  heading: RefObject<HTMLHeadingElement | null>;
  onGo: (step: number) => void;
}) {
  const { guess, until, reveal, bars, point, looks } = step;
  const isGuessed = !guess || Object.hasOwn(progress.answers, step.title);
  const isDone = isGuessed && met.every(Boolean);
  const isLast = place === lesson.steps.length - 1;
  // What was pressed goes away with the form: the focus follows to what was kept.
  const [isKeptNow, setKeptNow] = useState(false);
  const keep = (answer: LessonAnswer) => {
    setKeptNow(true);
    changeProgress(name, (before) => withAnswer(before, step.title, answer));
  };
  return (
    <>
      <h2 className={classes.title} tabIndex={-1} ref={heading}>
        {step.title}
      </h2>
      <p className={classes.small}>
        Step {place + 1} of {lesson.steps.length}
      </p>
      <LessonWords text={step.text} />
      {place === 0 && <LessonExamples lesson={lesson} data={progress.data} />}
      <NewWords lesson={lesson} place={place} />
      {step.recipe && (
        <Group gap="xs" className={classes.note}>
          The recipe was set for this step.
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => setStepRecipe(name, lesson, step, progress)}
          >
            Set it again
          </Button>
        </Group>
      )}
      {point && <ShowMe place={point} />}
      {guess && !isGuessed && (
        <GuessForm
          guess={guess}
          draft={progress.drafts[step.title] ?? null}
          onDraft={(draft) =>
            changeProgress(name, (before) => ({
              ...before,
              drafts: { ...before.drafts, [step.title]: draft },
            }))
          }
          onKeep={keep}
        />
      )}
      {guess && isGuessed && (
        <Guessed {...{ guess, figures, isDone, isKeptNow }} answer={progress.answers[step.title]!} />
      )}
      {isGuessed && step.study && <OpenStudy {...{ lesson, step, progress }} />}
      {until.length > 0 && <Conditions {...{ until, met }} waits={!isGuessed} />}
      <div aria-live="polite">
        {isDone && reveal !== '' && (
          <div className={classes.reveal} tabIndex={-1} {...{ [LESSON_ANSWER]: '' }}>
            <LessonWords text={withFigures(reveal, figures)} />
            {bars && <FigureBars bars={bars} runs={figures} />}
            {looks && <WhereItLooks run={runs.get(looks) ?? null} />}
          </div>
        )}
      </div>
      <Group justify="space-between" className={classes.foot}>
        <Button size="xs" variant="default" disabled={place === 0} onClick={() => onGo(place - 1)}>
          Back
        </Button>
        {isDone ? (
          <Button size="xs" onClick={() => onGo(place + 1)}>
            {isLast ? 'Finish' : 'Next'}
          </Button>
        ) : (
          <Button size="xs" variant="subtle" onClick={() => onGo(place + 1)}>
            Skip this step
          </Button>
        )}
      </Group>
    </>
  );
}

function ShowMe({ place }: { place: PlaceName }) {
  const navigate = useNavigate();
  const { words, tab } = PLACES[place];
  const show = async () => {
    if (tab !== null) await navigate({ to: tab, search: (old: ViewSearch) => old });
    showPlace(place);
  };
  return (
    <Button
      size="xs"
      variant="light"
      leftSection={<IconEye size={14} />}
      className={classes.show!}
      onClick={() => void show()}
    >
      Show me {words}
    </Button>
  );
}

/** The guess stands beside what came of it. */
function Guessed({
  guess,
  answer,
  figures,
  isDone,
  isKeptNow,
}: {
  guess: Guess;
  answer: LessonAnswer;
  figures: ReadonlyMap<string, RunFigures>;
  isDone: boolean;
  /** Whether the guess was kept a moment ago, by a press. */
  isKeptNow: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isKeptNow) place.current?.focus({ preventScroll: true });
  }, [isKeptNow]);
  const figure = guess.kind === 'number' && isDone ? guess.figure?.split('.') : undefined;
  const [run, name] = (figure ?? []) as [string?, FigureName?];
  return (
    <div className={classes.guessed} ref={place} tabIndex={-1}>
      <p className={classes.small}>{guess.ask}</p>
      <p className={classes.answer}>
        {guess.kind === 'text' ? 'You wrote: ' : 'You guessed: '}
        <b>
          {answer === null ? 'I do not know' : Array.isArray(answer) ? answer.join(' > ') : String(answer)}
        </b>
        {run && name && (
          <>
            {' '}
            · it came to <b>{figureText(figures.get(run), name)}</b>
          </>
        )}
      </p>
    </div>
  );
}

/** What is to be done, each ticked as soon as it is. */
function Conditions({
  until,
  met,
  waits,
}: {
  until: readonly Condition[];
  met: readonly boolean[];
  /** Whether the guess is still to come. */
  waits: boolean;
}) {
  return (
    <ul className={classes.conditions} aria-label="To do" data-waits={waits || undefined}>
      {waits && <li className={classes.small}>First your guess, then:</li>}
      {until.map(({ say }, index) => (
        <li key={say} className={classes.condition} data-met={met[index] || undefined}>
          {met[index] ? (
            <IconCircleCheckFilled size={18} role="img" aria-label="Done:" />
          ) : (
            <IconCircle size={18} role="img" aria-label="To do:" />
          )}
          <LessonWords text={say} />
        </li>
      ))}
    </ul>
  );
}

function OpenStudy({
  lesson,
  step,
  progress,
}: {
  lesson: Lesson;
  step: LessonStep;
  progress: LessonProgress;
}) {
  const navigate = useNavigate();
  const [isOpening, setOpening] = useState(false);
  const open = async () => {
    setOpening(true);
    try {
      const plan = studyToLink(studyOfStep(lesson, step, progress.data, progress.number)!);
      await navigate({ to: '/study', search: (old: ViewSearch) => ({ ...old, plan }) });
      // On a phone it stands below the lesson.
      bringIntoSight(document.getElementById('main')!);
    } catch (error) {
      showProblem(describeError(error));
    } finally {
      setOpening(false);
    }
  };
  return (
    <Button
      size="xs"
      variant="light"
      className={classes.show!}
      loading={isOpening}
      onClick={() => void open()}
    >
      Open the plan of the study
    </Button>
  );
}
