import { ActionIcon, Button, Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Guess } from '../../lab/lesson/lesson.ts';
import { runsNamed, useStepFields } from './draft-context.ts';
import { FigureSelect } from './figure-select.tsx';
import classes from './workshop.module.css';

const KINDS = {
  none: 'no question',
  choice: 'a choice',
  number: 'a number',
  order: 'an order',
  text: 'free text',
} as const;
type Kind = keyof typeof KINDS;

/** What the step asks before anything is trained. */
export function GuessEditor({ place }: { place: number }) {
  const { draft, step, faultOf, changeStep } = useStepFields(place);
  const { guess } = step;
  const set = (field: string, part: object) =>
    changeStep(`guess.${field}`, { guess: { ...guess, ...part } as Guess });
  return (
    <fieldset className={classes.group}>
      <legend>Ask before they train</legend>
      <NativeSelect
        label="Question"
        value={guess?.kind ?? 'none'}
        data={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
        onChange={(event) => {
          const kind = event.currentTarget.value as Kind;
          changeStep('guess', { guess: kind === 'none' ? undefined : ofKind(kind, guess) });
        }}
      />
      {guess && (
        <TextInput
          label="What is asked"
          value={guess.ask}
          error={faultOf('guess.ask')}
          onChange={(event) => set('ask', { ask: event.currentTarget.value })}
        />
      )}
      {guess && 'options' in guess && (
        <Options place={place} options={guess.options} onChange={(options) => set('options', { options })} />
      )}
      {guess?.kind === 'number' && (
        <Stack gap="xs">
          <Group gap="xs">
            {(['least', 'most'] as const).map((end) => (
              <NumberInput
                key={end}
                label={end === 'least' ? 'From' : 'To'}
                w={110}
                value={guess[end]}
                onChange={(value) => typeof value === 'number' && set(end, { [end]: value })}
              />
            ))}
          </Group>
          <FigureSelect
            label="Told beside the guess"
            runs={runsNamed(draft, place)}
            value={guess.figure ?? ''}
            none="nothing"
            onChange={(figure) => {
              const { figure: _before, ...rest } = guess;
              changeStep('guess.figure', { guess: figure === '' ? rest : { ...rest, figure } });
            }}
          />
        </Stack>
      )}
    </fieldset>
  );
}

function ofKind(kind: Exclude<Kind, 'none'>, before: Guess | undefined): Guess {
  const ask = before?.ask ?? '';
  const options = before && 'options' in before ? before.options : ['', ''];
  switch (kind) {
    case 'choice':
    case 'order':
      return { kind, ask, options };
    case 'number':
      return { kind, ask, least: 0, most: 1 };
    case 'text':
      return { kind, ask };
  }
}

function Options({
  place,
  options,
  onChange,
}: {
  place: number;
  options: readonly string[];
  onChange: (options: string[]) => void;
}) {
  const { faultOf } = useStepFields(place);
  return (
    <Stack gap={6}>
      {options.map((option, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two answers may be the same while they are typed
        <Group key={index} gap={4} wrap="nowrap" align="flex-start">
          <TextInput
            size="xs"
            className={classes.grow!}
            aria-label={`Answer ${index + 1}`}
            value={option}
            error={faultOf(`guess.options.${index}`)}
            onChange={(event) => onChange(options.with(index, event.currentTarget.value))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Without answer ${index + 1}`}
            disabled={options.length <= 2}
            onClick={() => onChange(options.toSpliced(index, 1))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        className={classes.start!}
        disabled={options.length >= 6}
        onClick={() => onChange([...options, ''])}
      >
        Another answer
      </Button>
    </Stack>
  );
}
