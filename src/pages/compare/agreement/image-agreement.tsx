import { Button, NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import type { Cut } from '../../../lab/agreement/cut.ts';
import { describeError } from '../../../lab/lab-error.ts';
import { StandAgain } from '../../../parts/gallery/stand-again.tsx';
import { findRequest, loadDataset, useData } from '../../../state/data/store.ts';
import { lineNames } from '../../../state/runs/names.ts';
import { useMarks } from '../../../state/runs/use-shown-runs.ts';
import { useView } from '../../../state/view/view.ts';
import type { RunRow } from '../../../storage/runs.ts';
import { showProblem } from '../../../ui/notify.tsx';
import type { SeedGroup } from '../seed-groups.ts';
import classes from './agreement.module.css';
import { ImagesOfTwoRuns } from './images-of-two-runs.tsx';
import { SeedFlips } from './seed-flips.tsx';
import { comparableRows, useAnswers } from './use-answers.ts';

/** The ticked runs image by image: which ones two of them see differently, and which ones flip from seed to seed. */
export function ImageAgreement({
  rows,
  groups,
}: {
  rows: readonly RunRow[];
  /** The same runs by recipe. */
  groups: readonly SeedGroup[];
}) {
  const { cut, pair, output, changeView } = useView();
  const usable = useMemo(() => comparableRows(rows), [rows]);
  const answers = useAnswers(usable, cut, output);
  const marks = useMarks();
  const names = useMemo(() => lineNames(usable), [usable]);
  const told = usable.filter(({ id }) => answers?.byRun.has(id));
  const [first, second] = chosenPair(told, pair);
  if (!answers || !first || !second) return null;
  const nameOf = (row: RunRow) => marks.get(row.id)?.letter ?? names.get(row.id) ?? row.id;
  const choose = (place: 0 | 1, id: string) => {
    const next = [first.id, second.id];
    // The other one makes room where it was chosen itself.
    if (next[1 - place] === id) next[1 - place] = next[place]!;
    next[place] = id;
    void changeView({ pair: next });
  };
  const { dataset } = first;
  return (
    <section className={classes.card} aria-label="Image by image">
      <h2 className={classes.title}>Image by image</h2>
      <div className={classes.controls}>
        {told.length > 2 &&
          ([first, second] as const).map((row, place) => (
            <NativeSelect
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what it is
              key={place}
              size="xs"
              aria-label={place === 0 ? 'One run' : 'The other run'}
              value={row.id}
              data={told.map((option) => ({
                value: option.id,
                label: `${marks.get(option.id)?.letter ?? ''} ${names.get(option.id)}`,
              }))}
              onChange={(event) => choose(place as 0 | 1, event.currentTarget.value)}
            />
          ))}
        <NativeSelect
          size="xs"
          aria-label="Which answers count"
          data={[
            {
              value: 'share',
              label: dataset.task === 'multi-class' ? 'the likeliest class' : 'as many yes as there are',
            },
            { value: 'results', label: 'by the threshold of Results' },
          ]}
          value={cut}
          onChange={({ currentTarget: { value } }) =>
            void changeView({ cut: value === 'share' ? undefined : (value as Cut) })
          }
        />
      </div>
      <StandAgain tab="compare" />
      <LoadFirst row={first} />
      <ImagesOfTwoRuns rows={[first, second]} names={[nameOf(first), nameOf(second)]} answers={answers} />
      <SeedFlips groups={groups} answers={answers} />
      <p className={classes.small}>
        Right or wrong with the weights of the best epoch.{' '}
        {dataset.task !== 'multi-class' && cut === 'share'
          ? 'A run calls as many images positive as there are, those that it scores highest: what 0.5 means differs from loss to loss.'
          : ''}
      </p>
    </section>
  );
}

function chosenPair(rows: readonly RunRow[], wanted: readonly string[] | null): readonly RunRow[] {
  const chosen = (wanted ?? []).flatMap((id) => rows.find((row) => row.id === id) ?? []);
  return chosen.length === 2 && chosen[0] !== chosen[1] ? chosen : rows.slice(0, 2);
}

/** The images are those of another set than the one that is loaded: a press brings it. */
function LoadFirst({ row }: { row: RunRow }) {
  const loaded = useData((state) => state.dataset?.fingerprint === row.dataset.fingerprint);
  const busy = useData((state) => state.loading !== null);
  if (loaded) return null;
  const load = async () => {
    const request = await findRequest(row.recipe.dataset);
    if (request) await loadDataset(request);
    else location.hash = '#/data';
  };
  return (
    <div className={classes.controls}>
      <p className={classes.small}>The images are of {row.dataset.name}, which is not loaded.</p>
      <Button
        size="compact-xs"
        variant="default"
        disabled={busy}
        onClick={() => void load().catch((error: unknown) => showProblem(describeError(error)))}
      >
        Load it
      </Button>
    </div>
  );
}
