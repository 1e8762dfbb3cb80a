import { ActionIcon, Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type Condition, DEEDS, type Deed } from '../../lab/lesson/lesson.ts';
import { NumberWithin } from '../../ui/number-within.tsx';
import { runsNamed, useStepFields } from './draft-context.ts';
import { patchWords } from './patch-words.ts';
import classes from './workshop.module.css';

const KINDS = {
  run: 'a run is trained',
  runs: 'so many runs are trained',
  study: 'the study is trained',
  did: 'something was looked at',
  edition: 'labels or images were edited',
  opened: 'the test part is opened',
  stressed: 'models were put under stress',
} as const;
type Kind = keyof typeof KINDS;

/** What has to be there before the step is done; the page sees it by itself. */
export function ConditionsEditor({ place }: { place: number }) {
  const { draft, step, changeStep } = useStepFields(place);
  const { until } = step;
  const set = (index: number, condition: Condition, field: string) =>
    changeStep(`until.${index}.${field}`, { until: until.with(index, condition) });
  return (
    <fieldset className={classes.group}>
      <legend>Done when</legend>
      {until.map((condition, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two conditions may be the same
        <div key={index} className={classes.condition}>
          <Group justify="space-between" wrap="nowrap">
            <span className={classes.label}>{KINDS[kindOf(condition)]}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Without “${KINDS[kindOf(condition)]}”`}
              onClick={() => changeStep('until', { until: until.toSpliced(index, 1) })}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
          <ConditionFields
            {...{ place, index, condition }}
            onChange={(next, field) => set(index, next, field)}
          />
        </div>
      ))}
      <NativeSelect
        size="xs"
        aria-label="Another condition"
        value=""
        disabled={until.length >= 12}
        data={[
          { value: '', label: until.length === 0 ? 'when they have read it, or…' : 'and…' },
          ...Object.entries(KINDS).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => {
          const kind = event.currentTarget.value as Kind | '';
          if (kind)
            changeStep('until', {
              until: [...until, ofKind(kind, runsNamed(draft, place), step.recipe ?? {})],
            });
        }}
      />
    </fieldset>
  );
}

function ConditionFields({
  place,
  index,
  condition,
  onChange,
}: {
  place: number;
  index: number;
  condition: Condition;
  onChange: (condition: Condition, field: string) => void;
}) {
  const { draft, step, faultOf } = useStepFields(place);
  const fault = (field: string) => faultOf(`until.${index}.${field}`);
  const before = runsNamed(draft, place).filter((name) => !('run' in condition) || name !== condition.run);
  return (
    <>
      <TextInput
        size="xs"
        label="Students read"
        value={condition.say}
        error={fault('say')}
        onChange={(event) => onChange({ ...condition, say: event.currentTarget.value }, 'say')}
      />
      {'run' in condition && (
        <>
          <Group gap="xs" align="flex-start" grow>
            <TextInput
              size="xs"
              label="Its name in this lesson"
              value={condition.run}
              error={fault('run')}
              onChange={(event) => onChange({ ...condition, run: event.currentTarget.value }, 'run')}
            />
            <NativeSelect
              size="xs"
              label="Otherwise like"
              value={condition.alike ?? ''}
              data={[{ value: '', label: 'any run' }, ...before]}
              onChange={(event) => {
                const { alike: _before, ...rest } = condition;
                const alike = event.currentTarget.value;
                onChange(alike === '' ? rest : { ...rest, alike }, 'alike');
              }}
            />
          </Group>
          <Checkbox
            size="xs"
            label="on an edition of the data"
            checked={condition.edited}
            onChange={(event) => onChange({ ...condition, edited: event.currentTarget.checked }, 'edited')}
          />
        </>
      )}
      {'runs' in condition && (
        <NumberWithin
          size="xs"
          label="How many"
          min={1}
          max={60}
          whole
          value={condition.runs}
          onChange={(runs) => runs !== null && onChange({ ...condition, runs }, 'runs')}
        />
      )}
      {'with' in condition && (
        <Group gap="xs">
          <span className={classes.small}>
            {Object.keys(condition.with).length === 0
              ? 'with any recipe'
              : `with ${patchWords(condition.with)}`}
          </span>
          <Button
            size="compact-xs"
            variant="default"
            disabled={!step.recipe}
            onClick={() => onChange({ ...condition, with: step.recipe ?? {} }, 'with')}
          >
            Ask for this step’s recipe
          </Button>
          {Object.keys(condition.with).length > 0 && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => onChange({ ...condition, with: {} }, 'with')}
            >
              Any recipe
            </Button>
          )}
        </Group>
      )}
      {'did' in condition && (
        <NativeSelect
          size="xs"
          label="What"
          value={condition.did}
          data={Object.entries(DEEDS).map(([value, label]) => ({ value, label }))}
          onChange={(event) => onChange({ ...condition, did: event.currentTarget.value as Deed }, 'did')}
        />
      )}
      {'edition' in condition && (
        <NumberWithin
          size="xs"
          label="Changes at least"
          min={1}
          whole
          value={condition.edition}
          onChange={(edition) => edition !== null && onChange({ ...condition, edition }, 'edition')}
        />
      )}
      {('opened' in condition || 'stressed' in condition) && (
        <NativeSelect
          size="xs"
          label="Of the run"
          value={'opened' in condition ? condition.opened : condition.stressed[0]}
          error={fault('opened') ?? fault('stressed.0')}
          data={[{ value: '', label: 'choose a run' }, ...before]}
          onChange={(event) => {
            const run = event.currentTarget.value;
            onChange(
              'opened' in condition ? { ...condition, opened: run } : { ...condition, stressed: [run] },
              'of',
            );
          }}
        />
      )}
    </>
  );
}

const kindOf = (condition: Condition): Kind =>
  (Object.keys(KINDS) as Kind[]).find((kind) => kind in condition)!;

function ofKind(kind: Kind, runs: readonly string[], recipe: Record<string, never> | object): Condition {
  const latest = runs.at(-1) ?? '';
  switch (kind) {
    case 'run': {
      const run =
        ['first', 'second', 'third', 'fourth'].find((name) => !runs.includes(name)) ??
        `run${runs.length + 1}`;
      return {
        say: 'Press Train.',
        run,
        with: recipe as Extract<Condition, { run: string }>['with'],
        edited: false,
      };
    }
    case 'runs':
      return { say: 'Train two runs.', runs: 2, with: {} };
    case 'study':
      return { say: 'Train all runs of the study.', study: 'trained' };
    case 'did':
      return { say: 'Open the tab Data.', did: 'data-opened' };
    case 'edition':
      return { say: 'Mend a label.', edition: 1 };
    case 'opened':
      return { say: 'Open the test part.', opened: latest };
    case 'stressed':
      return { say: 'Put the model under stress.', stressed: [latest] };
  }
}
