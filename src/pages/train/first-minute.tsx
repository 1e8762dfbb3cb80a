import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconPlayerStopFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { phantomQuestion } from '../../lab/catalogue/set-task.ts';
import type { DatasetSummary, Task } from '../../lab/dataset.ts';
import { describeError } from '../../lab/lab-error.ts';
import { modelOf } from '../../lab/models/registry.ts';
import { phantomSize } from '../../lab/phantom-settings.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import { type Challenge, challengesOf } from '../../lab/recipe/challenges.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { ComingTask, SetTaskPanel } from '../../parts/set-task/set-task-panel.tsx';
import { useData } from '../../state/data/store.ts';
import { closeFirstMinute, useFirstMinute } from '../../state/first-minute/first-minute.ts';
import { useIsFirstMinute } from '../../state/first-minute/use-is-first-minute.ts';
import { setRecipe, undoRecipe, useRecipe } from '../../state/recipe/store.ts';
import { useRuns } from '../../state/runs/store.ts';
import { useTrain } from '../../state/training/store.ts';
import { useView, type ViewSearch } from '../../state/view/view.ts';
import type { RunRow } from '../../storage/runs.ts';
import { formatCount } from '../../ui/format.ts';
import { showProblem, showUndo } from '../../ui/notify.tsx';
import classes from './first-minute.module.css';

/** The task of the set; in the first minute with two examples, the run that started by itself, and how to beat it. */
export function TaskAndFirstMinute() {
  const isFirstMinute = useIsFirstMinute();
  const runId = useFirstMinute((state) => state.runId);
  const first = useRuns((state) => state.rows.find(({ id }) => id === runId));
  const dataset = useData((state) => state.dataset);
  const planned = useRecipe((state) => state.recipe);
  const { lesson } = useView();
  const isStarting = useTrain(({ phase }) => phase === 'starting');
  const model = first?.recipe.model ?? planned.model;
  // A lesson shows its examples itself, and what it speaks of is not to stand below a second task.
  if (lesson !== null) return <SetTaskPanel large={false} />;
  if (isFirstMinute && !dataset && planned.dataset.kind === 'phantom') {
    return (
      <ComingTask question={phantomQuestion(planned.dataset.shape)}>
        <How model={model} counts={phantomSize(planned.dataset).counts} synthetic />
      </ComingTask>
    );
  }
  if (!isFirstMinute || !dataset) return <SetTaskPanel large={isFirstMinute} />;
  return (
    <SetTaskPanel large onClose={closeFirstMinute} footer={<BeatIt first={first} task={dataset.task} />}>
      <How model={model} counts={dataset.counts} synthetic={dataset.synthetic} />
      <div className={classes.rival}>
        {first ? (
          <Rival first={first} />
        ) : (
          <p className={classes.words}>
            {isStarting ? 'The first run is starting.' : 'Press Train: the first run takes seconds.'}
          </p>
        )}
      </div>
    </SetTaskPanel>
  );
}

function How({
  model,
  counts,
  synthetic,
}: Pick<DatasetSummary, 'counts' | 'synthetic'> & { model: Recipe['model'] }) {
  return (
    <p className={classes.how}>
      A {modelOf(model).shortName} learns it here, in your browser, from {formatCount(counts.train)} labelled
      images{synthetic && ', drawn by a program'}, and is judged by {formatCount(counts.val)} others. Nothing
      leaves this device.
    </p>
  );
}

/** The first run, while it trains and after. */
function Rival({ first }: { first: RunRow }) {
  const isLive = useTrain((state) => state.runId === first.id);
  const phase = useTrain((state) => state.phase);
  const byItself = useFirstMinute((state) => state.byItself);
  if (isLive) {
    return (
      <div className={classes.live}>
        <Text size="sm" className={classes.said}>
          {byItself ? 'A first run has started by itself' : 'The first run trains'}:{' '}
          {first.epochsDone === 0 ? 'its first epoch is under way' : `epoch ${first.epochsDone} is done`}.{' '}
          {phase === 'paused' ? 'It is paused.' : 'Watch the images below find their sides.'}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerStopFilled size={14} />}
          disabled={phase === 'stopping'}
          onClick={stopOrTell}
        >
          Stop it
        </Button>
      </div>
    );
  }
  if (first.bestVal === null)
    return <p className={classes.words}>It was stopped before it was scored. Press Train for another run.</p>;
  const seconds = first.summary ? ` in ${first.summary.seconds.toFixed(1)} s` : '';
  return (
    <p className={classes.words}>
      {first.status === 'finished' ? 'Trained' : 'Ended'}
      {seconds}. {orderText(first, first.bestVal)}
    </p>
  );
}

/** Three changes, each a press; there from the start, so that nothing moves when the first run begins or has ended. */
function BeatIt({ first, task }: { first: RunRow | undefined; task: Task }) {
  const rows = useRuns((state) => state.rows);
  const planned = useRecipe((state) => state.recipe);
  // The runs change with each step of one that trains; these do not.
  const from = first?.recipe ?? planned;
  const challenges = useMemo(() => challengesOf(from, task), [from, task]);
  const hashes = useMemo(() => challenges.map(({ recipe }) => recipeHash(recipe)), [challenges]);
  const own = first?.recipe;
  const known = useMemo(() => [...(own ? [recipeHash(own)] : []), ...hashes], [own, hashes]);
  const answers = hashes.map((hash) => first && answerTo(hash, first, rows));
  return (
    <>
      <h3 className={classes.beatTitle}>Beat it</h3>
      <div className={classes.beat}>
        {challenges.map((challenge, index) => (
          <ChallengeButton
            key={challenge.label}
            challenge={challenge}
            known={known}
            answer={answers[index]}
            toBeat={first?.bestVal ?? null}
          />
        ))}
      </div>
      <p className={classes.small}>
        New to this? A{' '}
        <Link to="/train" search={(old: ViewSearch) => ({ ...old, lesson: 'accuracy' })}>
          lesson of two minutes
        </Link>{' '}
        shows why accuracy lies.
      </p>
      {answers.some((row) => row?.status === 'finished') && (
        <p className={classes.small}>
          One run each: a difference may be luck.{' '}
          <Link to="/study" search={(old: ViewSearch) => old}>
            A study
          </Link>{' '}
          repeats it over seeds before it names a winner.
        </p>
      )}
    </>
  );
}

function ChallengeButton({
  challenge,
  known,
  answer,
  toBeat,
}: {
  challenge: Challenge;
  /** Hashes of the recipes that the buttons train, and of the one to beat. */
  known: readonly string[];
  answer: RunRow | undefined;
  /** Null while there is nothing to be beaten. */
  toBeat: number | null;
}) {
  const isIdle = useTrain((state) => state.phase === 'idle');
  return (
    <UnstyledButton
      className={classes.challenge}
      disabled={!isIdle || toBeat === null}
      data-beaten={hasBeaten(answer, toBeat) || undefined}
      onClick={() => void trainOrTell(challenge, known)}
    >
      <span className={classes.challengeLabel}>{challenge.label}</span>
      <span className={classes.challengeWords}>{resultText(answer, toBeat) ?? challenge.explanation}</span>
    </UnstyledButton>
  );
}

function orderText({ dataset }: RunRow, bestVal: number): string {
  const figure = `validation AUC ${bestVal.toFixed(3)}`;
  if (dataset.task !== 'binary') return `Its best ${figure}: 0.5 is guessing, 1 is perfect.`;
  const [no, yes] = dataset.classNames;
  return `At its best it scored ${yes} above ${no} in ${Math.round(100 * bestVal)} of 100 pairs (${figure}).`;
}

function isOver(row: RunRow | undefined): boolean {
  return row !== undefined && row.status !== 'running' && row.status !== 'paused';
}

function hasBeaten(row: RunRow | undefined, toBeat: number | null): boolean {
  return isOver(row) && toBeat !== null && (row?.bestVal ?? 0) > toBeat;
}

function resultText(row: RunRow | undefined, toBeat: number | null): string | null {
  if (!row || toBeat === null) return null;
  if (!isOver(row)) return 'training…';
  if (row.bestVal === null) return null;
  const [own, other] = [row.bestVal.toFixed(3), toBeat.toFixed(3)];
  if (own === other) return `${own}: the same`;
  return row.bestVal > toBeat ? `${own} beats ${other}` : `${own}: not above ${other}`;
}

/** The latest run of the change, by its recipe's hash, on the same images. */
function answerTo(hash: string, first: RunRow, rows: readonly RunRow[]): RunRow | undefined {
  return rows.findLast(
    (row) => row.recipeHash === hash && row.dataset.fingerprint === first.dataset.fingerprint,
  );
}

async function trainOrTell({ recipe }: Challenge, known: readonly string[]): Promise<void> {
  try {
    const isOwn = !known.includes(recipeHash(useRecipe.getState().recipe));
    setRecipe(recipe);
    if (isOwn) {
      showUndo(
        'The form now has the first run’s recipe with this one change, so that the two compare. Your own changes are a step back.',
        undoRecipe,
      );
    }
    const { startRun } = await import('../../state/training/session.ts');
    await startRun(recipe);
  } catch (error) {
    showProblem(describeError(error));
  }
}

function stopOrTell(): void {
  import('../../state/training/session.ts')
    .then(({ stopRun }) => stopRun())
    .catch((error: unknown) => showProblem(describeError(error)));
}
