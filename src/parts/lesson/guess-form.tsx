import { ActionIcon, Button, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useId } from 'react';
import type { Guess } from '../../lab/lesson/lesson.ts';
import type { LessonAnswer } from '../../lab/lesson/progress.ts';
import classes from './lesson.module.css';

interface FormProps<Kind extends Guess['kind']> {
  readonly guess: Extract<Guess, { kind: Kind }>;
  readonly draft: LessonAnswer;
  readonly onDraft: (draft: LessonAnswer) => void;
}

/** A question that is answered before anything is trained: first the guess, then the result. */
export function GuessForm({
  guess,
  draft,
  onDraft,
  onKeep,
}: {
  guess: Guess;
  /** What was typed so far; null: nothing. */
  draft: LessonAnswer;
  onDraft: (draft: LessonAnswer) => void;
  /** @param answer null: "I do not know" */
  onKeep: (answer: LessonAnswer) => void;
}) {
  const isReady = isAnswer(guess, draft);
  return (
    <form
      className={classes.guess}
      aria-label="Your guess"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onKeep(guess.kind === 'number' ? Number(draft) : (draft ?? orderOf(guess, draft)));
      }}
    >
      {guess.kind === 'choice' && <Choice {...{ guess, draft, onDraft }} />}
      {guess.kind === 'number' && <NumberGuess {...{ guess, draft, onDraft }} />}
      {guess.kind === 'order' && <Order {...{ guess, draft, onDraft }} />}
      {guess.kind === 'text' && (
        <Textarea
          label={guess.ask}
          autosize
          minRows={3}
          maxLength={5000}
          value={typeof draft === 'string' ? draft : ''}
          onChange={(event) => onDraft(event.currentTarget.value)}
        />
      )}
      <Group gap="xs">
        <Button type="submit" size="xs" disabled={!isReady}>
          {guess.kind === 'text' ? 'Keep my answer' : 'Keep my guess'}
        </Button>
        <Button size="xs" variant="subtle" onClick={() => onKeep(null)}>
          I do not know
        </Button>
      </Group>
    </form>
  );
}

function isAnswer(guess: Guess, draft: LessonAnswer): boolean {
  switch (guess.kind) {
    case 'choice':
      return typeof draft === 'string';
    case 'number': {
      const value = draft === null || draft === '' ? Number.NaN : Number(draft);
      return value >= guess.least && value <= guess.most;
    }
    case 'order':
      return true;
    case 'text':
      return typeof draft === 'string' && draft.trim() !== '';
  }
}

function Choice({ guess, draft, onDraft }: FormProps<'choice'>) {
  return (
    <Radio.Group label={guess.ask} value={typeof draft === 'string' ? draft : ''} onChange={onDraft}>
      <Stack gap={6} mt={6}>
        {guess.options.map((option) => (
          <Radio key={option} value={option} label={option} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function NumberGuess({ guess, draft, onDraft }: FormProps<'number'>) {
  return (
    <TextInput
      type="number"
      inputMode="decimal"
      step="any"
      min={guess.least}
      max={guess.most}
      label={guess.ask}
      value={draft === null ? '' : String(draft)}
      onChange={(event) => onDraft(event.currentTarget.value)}
    />
  );
}

/** The options as they lie now: those of another version of the lesson are gone. */
function orderOf(guess: Guess, draft: LessonAnswer): readonly string[] & LessonAnswer {
  if (guess.kind !== 'order') return [];
  const kept = Array.isArray(draft) ? draft.filter((option) => guess.options.includes(option)) : [];
  return [...kept, ...guess.options.filter((option) => !kept.includes(option))];
}

function Order({ guess, draft, onDraft }: FormProps<'order'>) {
  const id = useId();
  const order = orderOf(guess, draft);
  const move = (place: number, to: number) => {
    const next = order.toSpliced(place, 1).toSpliced(to, 0, order[place]!);
    onDraft(next);
  };
  return (
    <fieldset className={classes.order} aria-describedby={id}>
      <legend>{guess.ask}</legend>
      <p className={classes.small} id={id}>
        The highest on top. The arrows move a line.
      </p>
      <ol>
        {order.map((option, place) => (
          <li key={option}>
            <span>{option}</span>
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label={`${option}: up`}
              disabled={place === 0}
              onClick={() => move(place, place - 1)}
            >
              <IconArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label={`${option}: down`}
              disabled={place === order.length - 1}
              onClick={() => move(place, place + 1)}
            >
              <IconArrowDown size={14} />
            </ActionIcon>
          </li>
        ))}
      </ol>
    </fieldset>
  );
}
