import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { type Challenge, challengeHash, METRICS, type Metric } from '../../lab/challenge/challenge.ts';
import { describeError } from '../../lab/lab-error.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { showNote, showProblem } from '../../ui/notify.tsx';
import { NumberWithin } from '../../ui/number-within.tsx';
import classes from './challenge-page.module.css';

/** Sets a challenge on the set of the recipe, and gives it out as a link. */
export function SetIt() {
  const dataset = useRecipe((state) => state.recipe.dataset);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Challenge['budget']['kind']>('runs');
  const [most, setMost] = useState(5);
  const [metric, setMetric] = useState<Metric>('auc');
  const [goal, setGoal] = useState<number | null>(null);
  const copy = () => {
    const challenge: Challenge = {
      ...{ version: 1, dataset, metric },
      name: name.trim() || datasetName(dataset),
      budget: { kind, most },
      goal,
    };
    navigator.clipboard
      .writeText(`${location.href.split('#')[0]}${challengeHash(challenge)}`)
      .then(() => showNote('The link to this challenge is in the clipboard.'))
      .catch((error: unknown) => showProblem(describeError(error)));
  };
  return (
    <section className={classes.card} aria-label="Set a challenge">
      <h3 className={classes.title}>Set one on {datasetName(dataset)}</h3>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Name"
          placeholder={datasetName(dataset)}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NumberWithin
          label="Budget"
          w={90}
          min={1}
          max={1000}
          whole
          value={most}
          onChange={(value) => value !== null && setMost(value)}
        />
        <NativeSelect
          aria-label="Unit of the budget"
          value={kind}
          data={[
            { value: 'runs', label: 'runs' },
            { value: 'minutes', label: 'minutes of training' },
          ]}
          onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
        />
        <NativeSelect
          label="Counts, on the test part"
          value={metric}
          data={Object.entries(METRICS).map(([value, label]) => ({ value, label }))}
          onChange={(event) => setMetric(event.currentTarget.value as Metric)}
        />
        <NumberWithin
          label="Goal, if any"
          open
          w={110}
          min={0}
          max={1}
          step={0.01}
          decimalScale={3}
          value={goal}
          onChange={setGoal}
        />
        <Button leftSection={<IconLink size={16} />} onClick={copy}>
          Copy the link
        </Button>
      </Group>
      <Text size="sm" c="dimmed" mt="xs">
        The set is the one of the recipe. What a run took stands in what is handed in; nobody else counts it.
      </Text>
    </section>
  );
}
