import { Group, Progress, Text } from '@mantine/core';
import { memo, Suspense, useEffect, useRef, useState } from 'react';
import { formatBytes } from '../../lab/format-bytes.ts';
import type { MemoryUse } from '../../lab/run-event.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import { useData } from '../../state/data/store.ts';
import { continuesAfter, useKept } from '../../state/runs/kept.ts';
import { useStudies } from '../../state/studies/studies.ts';
import { useVisibleRow, useVisibleRows } from '../../state/studies/visible-rows.ts';
import { pauseCommand, resumeCommand, stepCommand, stopCommand } from '../../state/training/commands.ts';
import { useTrain } from '../../state/training/store.ts';
import type { RunRow } from '../../storage/runs.ts';
import { CommandIcon } from '../../ui/command-button.tsx';
import { formatAuc, formatDuration, formatRate } from '../../ui/format.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { useRarely } from '../../ui/rarely.ts';
import { Term } from '../../ui/term.tsx';
import { ContinueButton } from '../run-rail/continue-button.tsx';
import { announcement } from './announcement.ts';
import { TRANSPORT } from './focus-train.ts';
import { TrainButton } from './train-button.tsx';
import classes from './transport.module.css';

const StudyTold = lazyPart(() => import('./study-told.tsx').then((module) => module.StudyTold));

/** Starts a run; while one trains: how far it is, and what can be done about it. On every tab, as a run is. */
export function Transport() {
  const isIdle = useTrain((state) => state.phase === 'idle' || state.phase === 'starting');
  const { section, noteFocus } = useKeptFocus(isIdle);
  return (
    <section
      ref={section}
      id={TRANSPORT}
      className={classes.transport}
      aria-label="Transport"
      tabIndex={-1}
      data-idle={isIdle || undefined}
      onFocus={noteFocus}
    >
      {isIdle && <TrainButton />}
      <Live />
      {isIdle && <Idle />}
      <Announcer />
    </section>
  );
}

/** Where the button that had the focus goes, its place takes it: else the keyboard would begin at the top again. */
function useKeptFocus(isIdle: boolean) {
  const section = useRef<HTMLElement>(null);
  const hadFocus = useRef(false);
  useEffect(() => {
    const leave = ({ target }: FocusEvent) => {
      if (!section.current?.contains(target as Node)) hadFocus.current = false;
    };
    document.addEventListener('focusin', leave);
    return () => document.removeEventListener('focusin', leave);
  }, []);
  useEffect(() => {
    // A button that has just been hidden keeps the focus until the next frame.
    const { activeElement, body } = document;
    if (!hadFocus.current || (activeElement !== body && activeElement?.checkVisibility())) return;
    // The section itself where its first button cannot be pressed yet, and when a run has ended: a Space that was meant for
    // Pause would start another.
    section.current?.focus({ preventScroll: true });
    if (!isIdle) section.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [isIdle]);
  return {
    section,
    noteFocus: () => {
      hadFocus.current = true;
    },
  };
}

function Idle() {
  const key = useData((state) => state.dataset?.key);
  // Of the loaded set: what a run on other images reached says nothing of these.
  const last = useVisibleRows().findLast(({ dataset }) => key === undefined || dataset.key === key);
  const kept = useKept((states) => last && continuesAfter(last, states));
  const isStarting = useTrain(({ phase }) => phase === 'starting');
  return (
    <Group gap="xs" wrap="nowrap" className={classes.idle}>
      <Text size="xs" c="dimmed">
        {/* Above it is said what is waited for. */}
        {key === undefined && !last ? '\u00a0' : idleText(isStarting, last, kept ?? null)}
      </Text>
      {last && <ContinueButton row={last} name="the last run" />}
    </Group>
  );
}

function idleText(isStarting: boolean, last: RunRow | undefined, kept: number | null): string {
  if (isStarting) return 'The run is starting.';
  if (last && kept !== null)
    return `The last run was ${last.status === 'stopped' ? 'stopped' : 'cut off'}; its state after epoch ${kept} is kept.`;
  if (last?.status === 'stopped')
    return `The last run was stopped after epoch ${last.epochsDone}. Ready to train.`;
  return last?.summary?.test
    ? `Ready. The last run reached a test AUC of ${formatAuc(last.summary.test.auc)}.`
    : last?.summary
      ? `Ready. The last run reached a validation AUC of ${formatAuc(last.bestVal)}.`
      : 'Ready to train.';
}

const Live = memo(function Live() {
  const { phase, step, totalSteps, stepsPerEpoch, epochs, imagesPerSecond, secondsLeft, memory, evaluating } =
    useTrain();
  const epoch = Math.min(epochs, Math.floor(step / Math.max(1, stepsPerEpoch)) + 1);
  const share = totalSteps > 0 ? step / totalSteps : 0;
  return (
    // Hidden instead of absent, so that a run that begins finds it there.
    <div className={classes.live} hidden={phase === 'idle' || phase === 'starting'}>
      <div className={classes.controls}>
        {phase === 'paused' ? (
          <CommandIcon command={resumeCommand} filled />
        ) : (
          <CommandIcon command={pauseCommand} />
        )}
        <CommandIcon command={stepCommand} />
        <CommandIcon command={stopCommand} />
        <div className={classes.standing}>
          <span className={classes.figure}>
            <span>
              epoch <b>{epoch}</b>/{epochs}
            </span>
            <span data-testid="eta">{describePhase(phase, evaluating, secondsLeft)}</span>
          </span>
          <Progress value={100 * share} aria-label="Progress of the run" transitionDuration={0} />
        </div>
      </div>
      <p className={classes.small}>
        step {step}/{totalSteps} · {imagesPerSecond === null ? '–' : formatRate(imagesPerSecond)}{' '}
        <Term of="throughput">img/s</Term>
      </p>
      <p className={classes.small}>
        <Term of="memory">memory</Term> {memory ? describeMemory(memory) : 'not measured yet'}
      </p>
    </div>
  );
});

/** For instance "312 MB of at most 6.4 GB, peak 401 MB". */
function describeMemory({ liveBytes, peakBytes, limitBytes }: MemoryUse): string {
  return `${formatBytes(liveBytes)} of at most ${formatBytes(limitBytes)}, peak ${formatBytes(peakBytes)}`;
}

function describePhase(
  phase: string,
  evaluating: { split: string; done: number; total: number } | null,
  secondsLeft: number | null,
): string {
  if (phase === 'stopping') return 'stopping…';
  if (phase === 'paused') return 'paused';
  // The training part is looked at as a whole only for a head that is trained alone.
  if (evaluating?.split === 'train') return `features ${evaluating.done}/${evaluating.total}`;
  if (evaluating) return `scoring ${evaluating.split} ${evaluating.done}/${evaluating.total}`;
  return secondsLeft === null ? 'measuring…' : `${formatDuration(secondsLeft)} left`;
}

/** Tells a screen reader what changes: phases and epochs, not steps; of the runs of a study, how far the study is. */
function Announcer() {
  const study = useToldStudy();
  return (
    <div role="status" aria-live="polite" className={classes.announcer}>
      {study === null ? (
        <RunTold />
      ) : (
        <Suspense>
          <StudyTold id={study} />
        </Suspense>
      )}
    </div>
  );
}

function RunTold() {
  const phase = useTrain((state) => state.phase);
  const runId = useTrain((state) => state.runId);
  const step = useTrain((state) => state.batch?.step);
  const row = useVisibleRow(runId);
  return useRarely(announcement(phase, row, step), [phase, runId, row?.status, step].join());
}

/** The study that is under way, or was until another run begins; null: runs are told by themselves. */
function useToldStudy(): string | null {
  const isStarting = useTrain((state) => state.phase === 'starting');
  const now = useStudies(({ studies }) => studies.find(isUnderWay)?.id ?? null);
  const [last, setLast] = useState<string | null>(null);
  const told = now ?? (isStarting ? null : last);
  if (told !== last) setLast(told);
  return told;
}

function isUnderWay({ paused, entries }: StudyState): boolean {
  return !paused && entries.some(({ status }) => status === 'queued' || status === 'running');
}
