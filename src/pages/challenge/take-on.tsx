import { Button, Group, NativeSelect, Progress, Text, TextInput } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { budgetText, type Challenge, isWithin, METRICS } from '../../lab/challenge/challenge.ts';
import { describeError } from '../../lab/lab-error.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { datasetName } from '../../lab/recipe/name.ts';
import {
  changeAuthor,
  countedRuns,
  handIn,
  sinceWhen,
  takeOn,
  useChallenges,
} from '../../state/challenge/store.ts';
import { findRequest, loadDataset, useData } from '../../state/data/store.ts';
import { runNames } from '../../state/runs/names.ts';
import { useRuns } from '../../state/runs/store.ts';
import { showNote, showProblem } from '../../ui/notify.tsx';
import { saveFile } from '../../ui/save-file.ts';
import classes from './challenge-page.module.css';

/** A challenge for who takes it on: what counts, what is left of the budget, and the run that is handed in. */
export function TakeOn({ challenge }: { challenge: Challenge }) {
  const since = useChallenges((state) => sinceWhen(state, challenge));
  const { name, budget, metric, goal, dataset } = challenge;
  const isLoaded = useData((state) => state.dataset?.key === datasetKey(dataset));
  const load = async () => {
    const request = await findRequest(dataset);
    if (request) await loadDataset(request).catch(() => undefined);
  };
  return (
    <section className={classes.card} aria-label="Challenge">
      <h2 className={classes.headline}>{name}</h2>
      <Text size="sm" maw={640}>
        On {datasetName(dataset)}, with {budgetText(budget)}: the highest {METRICS[metric]} on the test part
        counts
        {goal === null ? '' : `; the goal is ${goal.toFixed(3)}`}. The test part stays sealed until you hand a
        run in, so choose it by validation.
      </Text>
      {since === null ? (
        <Button mt="sm" onClick={() => takeOn(challenge)}>
          Begin: the budget counts from now
        </Button>
      ) : (
        <Spending challenge={challenge} since={since} />
      )}
      {!isLoaded && (
        <Button mt="sm" variant="default" size="xs" onClick={() => void load()}>
          Load its set
        </Button>
      )}
    </section>
  );
}

function Spending({ challenge, since }: { challenge: Challenge; since: number }) {
  const rows = useRuns((state) => state.rows);
  const author = useChallenges((state) => state.author);
  const [chosen, setChosen] = useState('');
  const [busy, setBusy] = useState(false);
  const counted = useMemo(() => countedRuns(rows, challenge, since), [rows, challenge, since]);
  const names = useMemo(() => runNames(rows), [rows]);
  const { kind, most } = challenge.budget;
  const last = counted.at(-1)?.spent;
  const spent = (kind === 'runs' ? last?.runs : last?.minutes) ?? 0;
  const offered = counted.filter(
    ({ row, spent: after }) => row.status === 'finished' && isWithin(challenge.budget, after),
  );
  const run = offered.find(({ row }) => row.id === chosen) ?? offered.at(-1);
  const save = async () => {
    setBusy(true);
    try {
      const bytes = await handIn(challenge, run!.row.id, run!.spent);
      saveFile(`${challenge.name}-entry.zip`, bytes, 'application/zip');
      showNote('The test part was opened for this run, and the file is saved: hand it in.');
    } catch (error) {
      showProblem(describeError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Text size="sm" mt="sm" role="status">
        {spentText(challenge, spent)}
      </Text>
      <Progress mt={4} size="sm" value={Math.min(100, (100 * spent) / most)} aria-label="Budget spent" />
      {offered.length === 0 ? (
        <Text size="sm" c="dimmed" mt="sm">
          Train on this set; what is finished within the budget can be handed in here.
        </Text>
      ) : (
        <Group mt="sm" gap="sm" align="flex-end">
          <NativeSelect
            label="Run to hand in"
            value={run!.row.id}
            data={offered.toReversed().map(({ row }) => ({
              value: row.id,
              label: `${names.get(row.id) ?? row.id} · val ${row.bestVal?.toFixed(3) ?? '–'}`,
            }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <TextInput
            label="Your name, for the board"
            maxLength={120}
            value={author}
            onChange={(event) => changeAuthor(event.currentTarget.value)}
          />
          <Button leftSection={<IconFileZip size={16} />} disabled={busy} onClick={() => void save()}>
            Hand it in
          </Button>
        </Group>
      )}
    </>
  );
}

function spentText({ budget: { kind, most } }: Challenge, spent: number): string {
  const figure = kind === 'runs' ? String(spent) : spent.toFixed(1);
  const unit = kind === 'runs' ? 'runs' : 'minutes of training';
  return `${figure} of ${most} ${unit} spent${spent > most ? ': runs beyond it do not count' : ''}.`;
}
