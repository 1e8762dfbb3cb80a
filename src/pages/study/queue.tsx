import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconArrowBarToUp, IconArrowUp, IconPlayerSkipForward, IconRotate } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import {
  type EntryStatus,
  isRunDeleted,
  type StudyEntry,
  type StudyState,
} from '../../lab/study/study-state.ts';
import type { PersonAction } from '../../lab/study/study-state-schema.ts';
import { requestChange } from '../../state/studies/ask.ts';
import { expansionOf } from '../../state/studies/store.ts';
import { Folded } from '../../ui/folded.tsx';
import classes from './study-page.module.css';

/** So many of those that wait are listed: the rest follow in the same order. */
const LISTED = 50;

const STATUS: Readonly<Record<EntryStatus, string>> = {
  queued: 'waits',
  running: 'trains',
  finished: 'finished',
  failed: 'failed',
  skipped: 'skipped',
};

/** What trains, waits, failed or was skipped, in the order of training. */
export function Queue({ state }: { state: StudyState }) {
  const open = state.entries.filter(({ status }) => status !== 'finished');
  if (open.length === 0) return null;
  const waiting = open.filter(({ status }) => status === 'queued');
  return (
    <section className={classes.card} aria-label="Queue">
      <Folded label={`Queue: ${waiting.length} waiting`}>
        <ol className={classes.queue}>
          {open.slice(0, LISTED).map((entry) => (
            <Entry key={entry.key} state={state} entry={entry} waiting={waiting} />
          ))}
        </ol>
        {open.length > LISTED && (
          <Text size="xs" c="dimmed">
            and {open.length - LISTED} more
          </Text>
        )}
      </Folded>
    </section>
  );
}

function Entry({
  state,
  entry,
  waiting,
}: {
  state: StudyState;
  entry: StudyEntry;
  waiting: readonly StudyEntry[];
}) {
  const run = expansionOf(state.study).runs.find(({ key }) => key === entry.key);
  if (!run) return null;
  const name = `${run.cell.name} · seed ${run.seed}`;
  const place = waiting.findIndex(({ key }) => key === entry.key);
  const act = (action: PersonAction) => requestChange(state.id, action);
  return (
    <li className={classes.entry}>
      <Text size="sm" truncate>
        {name}
        {entry.error && (
          <Text span size="xs" c="dimmed">
            {' '}
            {entry.error.message}
          </Text>
        )}
      </Text>
      <Text size="xs" c="dimmed">
        {isRunDeleted(entry) ? 'its run was deleted' : STATUS[entry.status]}
      </Text>
      <Group gap={2} wrap="nowrap">
        {place > 0 && (
          <>
            <EntryButton
              label={`Train ${name} sooner`}
              icon={IconArrowUp}
              onClick={() => act({ kind: 'moved', key: entry.key, before: waiting[place - 1]!.key })}
            />
            <EntryButton
              label={`Train ${name} next`}
              before={1}
              icon={IconArrowBarToUp}
              onClick={() => act({ kind: 'moved', key: entry.key, before: waiting[0]!.key })}
            />
          </>
        )}
        {entry.status === 'queued' && (
          <EntryButton
            label={`Skip ${name}`}
            before={place > 0 ? 2 : 0}
            icon={IconPlayerSkipForward}
            onClick={() => act({ kind: 'skipped', key: entry.key })}
          />
        )}
        {(entry.status === 'failed' || entry.status === 'skipped') && (
          <EntryButton
            label={`Train ${name} after all`}
            icon={IconRotate}
            onClick={() => act({ kind: 'requeued', key: entry.key })}
          />
        )}
      </Group>
    </li>
  );
}

/** A button with the gap beside it, in pixels. */
const BUTTON = 24;

function EntryButton({
  label,
  before = 0,
  icon: Icon,
  onClick,
}: {
  label: string;
  /** Buttons that stand on its left: the tip lies beyond them. */
  before?: number;
  icon: ComponentType<{ size?: number }>;
  onClick: () => void;
}) {
  return (
    <Tooltip label={label} position="left" offset={BUTTON * before + 6}>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
