import { ActionIcon, Button, Group, UnstyledButton } from '@mantine/core';
import {
  IconAlertCircle,
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react';
import { useRef } from 'react';
import { EMPTY_STEP, type LessonDraft } from '../../lab/lesson/draft.ts';
import type { Draft } from '../../state/workshop/drafts.ts';
import { showUndo } from '../../ui/notify.tsx';
import { AboutLesson } from './about-lesson.tsx';
import { useDraftFields } from './draft-context.ts';
import { StepEditor } from './step-editor.tsx';
import classes from './workshop.module.css';

/** What all steps share, and the steps, one of which is open. */
export function StepList({
  open,
  onOpen,
  onUndo,
  faulty,
}: {
  open: Draft['open'];
  onOpen: (open: Draft['open']) => void;
  onUndo: () => void;
  /** Steps that lack something. */
  faulty: ReadonlySet<number | null>;
}) {
  const { draft, change } = useDraftFields();
  const { steps } = draft;
  const reshape = (steps: LessonDraft['steps'], next: Draft['open']) => {
    change('steps', (before) => ({ ...before, steps }));
    onOpen(next);
  };
  const add = () => reshape([...steps, { ...EMPTY_STEP, title: `Step ${steps.length + 1}` }], steps.length);
  return (
    <ol className={classes.parts}>
      <Part
        label="The lesson"
        hint={draft.title.trim() || 'Title, question, data'}
        isOpen={open === 'lesson'}
        isFaulty={faulty.has(null)}
        onToggle={() => onOpen('lesson')}
      >
        <AboutLesson />
      </Part>
      {steps.map((step, place) => (
        <Part
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its title, which is typed
          key={place}
          label={`${place + 1}`}
          hint={step.title.trim() || 'Without a title'}
          isOpen={open === place}
          isFaulty={faulty.has(place)}
          onToggle={() => onOpen(place)}
        >
          <Group gap={4} className={classes.tools!}>
            <Tool
              label="Move up"
              disabled={place === 0}
              onPress={() => reshape(moved(steps, place, -1), place - 1)}
            >
              <IconArrowUp size={16} />
            </Tool>
            <Tool
              label="Move down"
              disabled={place === steps.length - 1}
              onPress={() => reshape(moved(steps, place, 1), place + 1)}
            >
              <IconArrowDown size={16} />
            </Tool>
            <Tool
              label="Duplicate this step"
              disabled={steps.length >= 20}
              onPress={() =>
                reshape(
                  steps.toSpliced(place + 1, 0, { ...step, title: otherTitle(steps, step.title) }),
                  place + 1,
                )
              }
            >
              <IconCopy size={16} />
            </Tool>
            <Tool
              label="Delete this step"
              disabled={steps.length === 1}
              onPress={() => {
                reshape(steps.toSpliced(place, 1), Math.min(place, steps.length - 2));
                showUndo(`“${step.title}” was deleted.`, onUndo);
              }}
            >
              <IconTrash size={16} />
            </Tool>
          </Group>
          <StepEditor place={place} />
        </Part>
      ))}
      <li>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconPlus size={14} />}
          disabled={steps.length >= 20}
          onClick={add}
        >
          Add a step
        </Button>
      </li>
    </ol>
  );
}

function moved(steps: LessonDraft['steps'], place: number, by: number): LessonDraft['steps'] {
  return steps.toSpliced(place, 1).toSpliced(place + by, 0, steps[place]!);
}

/** No two steps have one title: answers are kept by it. */
function otherTitle(steps: LessonDraft['steps'], title: string): string {
  const taken = new Set(steps.map((step) => step.title));
  let number = 2;
  while (taken.has(`${title} (${number})`)) number += 1;
  return `${title} (${number})`;
}

function Part({
  label,
  hint,
  isOpen,
  isFaulty,
  onToggle,
  children,
}: {
  label: string;
  hint: string;
  isOpen: boolean;
  isFaulty: boolean;
  onToggle: () => void;
  children: React.ReactNode;
}) {
  const head = useRef<HTMLButtonElement>(null);
  const toggle = () => {
    onToggle();
    // The part that was open above it closes, and what was pressed moves up with the page.
    requestAnimationFrame(() => head.current?.scrollIntoView({ block: 'nearest' }));
  };
  return (
    <li className={classes.part} data-open={isOpen || undefined}>
      <UnstyledButton ref={head} className={classes.partHead!} aria-expanded={isOpen} onClick={toggle}>
        <b>{label}</b>
        <span className={classes.partHint}>{hint}</span>
        {isFaulty && (
          <IconAlertCircle size={16} role="img" aria-label="not finished" className={classes.faulty} />
        )}
      </UnstyledButton>
      {isOpen && <div className={classes.partBody}>{children}</div>}
    </li>
  );
}

function Tool({
  label,
  disabled,
  onPress,
  children,
}: {
  label: string;
  disabled: boolean;
  onPress: () => void;
  children: React.ReactNode;
}) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onPress}
    >
      {children}
    </ActionIcon>
  );
}
