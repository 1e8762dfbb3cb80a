import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { studentStudy } from '../../lab/classroom/student-study.ts';
import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { type Cell, expandStudy } from '../../lab/study/expand.ts';
import type { Study } from '../../lab/study/study.ts';
import { takePart } from '../../state/classroom/take-part.ts';
import type { ViewSearch } from '../../state/view/view.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { showNote, showProblem } from '../../ui/notify.tsx';
import classes from './classroom-page.module.css';
import { NumberField, studentNumber } from './number-field.tsx';

const NO_GUESS = '';

/** What a student of a class sees first: what will be trained, their number, and a guess before anything is trained. */
export function TakePart({ study, number: wanted }: { study: Study; number: number | null }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState<number | string>(wanted ?? '');
  const [guesses, setGuesses] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const plan = useMemo(() => planOf(study), [study]);
  if ('error' in plan) return <ErrorNotice error={plan.error} />;
  const number = studentNumber(typed);
  const begin = async () => {
    if (number === null) return;
    setBusy(true);
    try {
      const id = await takePart(study, number, guesses);
      showNote('It trains. When it is done, save the bundle, and hand it in.');
      await navigate({
        to: '/study',
        search: (old: ViewSearch) => ({ ...old, given: undefined, number: undefined, study: id }),
      });
    } catch (error) {
      setBusy(false);
      showProblem(describeError(error));
    }
  };
  return (
    <section className={classes.card} aria-label="Take part">
      <Stack gap="sm" align="flex-start">
        <header>
          <h2 className={classes.headline}>{study.name}</h2>
          {study.question && <Text size="sm">{study.question}</Text>}
        </header>
        <Text size="sm" maw={640}>
          You are one of a class. You train{' '}
          {plan.cells.length === 1 ? 'one recipe' : `${plan.cells.length} recipes`} on your own seed; what all
          of you find is put together afterwards.
        </Text>
        <ul className={classes.recipes} aria-label="Recipes">
          {plan.cells.map(({ key, name }) => (
            <li key={key}>{name}</li>
          ))}
        </ul>
        <NumberField value={typed} onChange={setTyped} />
        {plan.blocks.map(({ key, name, cells }) => (
          <NativeSelect
            key={key}
            label={`Your guess${plan.blocks.length > 1 ? ` for ${name}` : ''}: which recipe is best?`}
            value={guesses[key] ?? NO_GUESS}
            data={[
              { value: NO_GUESS, label: 'I do not guess' },
              ...cells.map((cell) => ({ value: cell.key, label: cell.name })),
            ]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              const { [key]: _before, ...others } = guesses;
              setGuesses(value === NO_GUESS ? others : { ...others, [key]: value });
            }}
          />
        ))}
        <Group>
          <Button disabled={number === null || busy} onClick={() => void begin()}>
            Train as number {number ?? '…'}
          </Button>
          <Text size="sm" c="dimmed">
            Your guess is written down before anything is trained. When all runs are done, save “All of it as
            a bundle” from the menu of the study, and hand that file in.
          </Text>
        </Group>
      </Stack>
    </section>
  );
}

interface GivenPlan {
  readonly cells: readonly Cell[];
  /** Sets on which there is something to guess. */
  readonly blocks: readonly {
    readonly key: string;
    readonly name: string;
    readonly cells: readonly Cell[];
  }[];
}

function planOf(study: Study): GivenPlan | { readonly error: LabErrorDescription } {
  try {
    const { cells } = expandStudy(studentStudy(study, 1));
    const keys = [...new Set(cells.map(({ block }) => block))];
    const blocks = keys.map((key) => {
      const own = cells.filter(({ block }) => block === key);
      return { key, name: datasetName(own[0]!.recipe.dataset), cells: own };
    });
    return { cells, blocks: blocks.filter((block) => block.cells.length > 1) };
  } catch (error) {
    if (error instanceof LabError) return { error: describeError(error) };
    throw error;
  }
}
