import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { phantomSettings } from '../../lab/phantom-settings.ts';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { datasetName, recipeName } from '../../lab/recipe/name.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { fittingBaseline } from '../../lab/study/baseline.ts';
import { type Expansion, factorsOf } from '../../lab/study/expand.ts';
import { refuseIdleCells } from '../../lab/study/idle-cells.ts';
import { canRunOnPhantoms, onPhantoms } from '../../lab/study/on-phantoms.ts';
import { type FactorSpec, parseStudy, type Study, SWITCHES } from '../../lab/study/study.ts';
import { onRecipe } from '../../state/studies/draft.ts';
import { expansionOf } from '../../state/studies/store.ts';
import { useExpectedTime } from '../../state/studies/use-expected-time.ts';
import { Folded } from '../../ui/folded.tsx';
import { formatCount, formatRoughly } from '../../ui/format.ts';
import { ErrorNotice } from '../../ui/notice.tsx';
import { factorTitle, optionsOf, useFactorFields } from './factor-fields.ts';
import classes from './study-page.module.css';

const { images: USUAL_IMAGES } = phantomSettings.parse({});
const { minValue, maxValue } = phantomSettings.shape.images.unwrap();

interface Props {
  readonly draft: Study;
  readonly onChange: (study: Study) => void;
  readonly onCancel: () => void;
  /** @param study what is to be trained: the draft, or the draft on phantoms */
  readonly onQueue: (study: Study) => void;
}

type Planned =
  | { readonly ok: true; readonly study: Study; readonly value: Expansion }
  | { readonly ok: false; readonly error: LabErrorDescription };

/** @param images images of each phantom that stands in for an official set; null for the sets themselves */
function plan(draft: Study, images: number | null): Planned {
  try {
    const study = images === null ? draft : onPhantoms(draft, images);
    const value = expansionOf(study);
    refuseIdleCells(value.cells);
    return { ok: true, study, value };
  } catch (error) {
    return { ok: false, error: describeError(error) };
  }
}

/** What is varied, on how many seeds, and what that comes to, before anything is trained. */
export function StudyEditor({ draft, onChange, onCancel, onQueue }: Props) {
  const [images, setImages] = useState<number | null>(null);
  const hasPhantoms = canRunOnPhantoms(draft);
  const planned = useMemo(() => plan(draft, hasPhantoms ? images : null), [draft, hasPhantoms, images]);
  const change = (part: Partial<Study>) => onChange({ ...draft, ...part });
  const changeFactor = (index: number, factor: FactorSpec | null) => {
    const factors = factor ? draft.factors.with(index, factor) : draft.factors.toSpliced(index, 1);
    change({ factors, baseline: fittingBaseline(draft.baseline, factorsOf({ factors })) });
  };
  return (
    <section className={classes.card} aria-label="Plan of the study">
      <Stack gap="sm">
        <TextInput
          label="Name of the study"
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value || 'Untitled' })}
        />
        {draft.question && (
          <Text size="sm" c="dimmed">
            {draft.question}
          </Text>
        )}
        <div>
          <h2 className={classes.title}>What is varied</h2>
          {draft.factors.map((factor, index) => (
            <div key={factorKey(factor)} className={classes.factor}>
              <Text size="sm">{factorTitle(factor)}</Text>
              <FactorLevels factor={factor} onChange={(next) => changeFactor(index, next)} />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Do not vary ${factorTitle(factor)}`}
                onClick={() => changeFactor(index, null)}
              >
                <IconX size={16} />
              </ActionIcon>
            </div>
          ))}
          <AddFactor draft={draft} onAdd={(factor) => change({ factors: [...draft.factors, factor] })} />
        </div>
        <SeedsInput seeds={draft.seeds} onChange={(seeds) => change({ seeds })} />
        <Shared planned={planned} onTake={() => onChange(onRecipe({ ...draft, base: {} }))} />
        {hasPhantoms && <Phantoms images={images} onChange={setImages} />}
        <Plan planned={planned} />
        <Group>
          <Button disabled={!planned.ok} onClick={() => planned.ok && onQueue(planned.study)}>
            {planned.ok ? `Train ${formatCount(planned.value.runs.length)} runs` : 'Train'}
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
        <Folded label="The whole study as text">
          <StudyText draft={draft} onChange={onChange} />
        </Folded>
      </Stack>
    </section>
  );
}

function factorKey(factor: FactorSpec): string {
  if ('subsets' in factor) return 'subsets';
  return 'levels' in factor ? `levels ${factor.name}` : factor.field;
}

function FactorLevels({ factor, onChange }: { factor: FactorSpec; onChange: (factor: FactorSpec) => void }) {
  const fields = useFactorFields();
  if ('subsets' in factor) {
    return (
      <Choices
        options={SWITCHES.map((name) => ({ value: name, label: name }))}
        chosen={factor.subsets}
        onChange={(subsets) => onChange({ subsets: subsets as (typeof SWITCHES)[number][] })}
      />
    );
  }
  if ('levels' in factor) {
    return (
      <Text size="sm" c="dimmed">
        {factor.levels.map(({ label }) => label).join(', ')}
      </Text>
    );
  }
  const options = optionsOf(fields, factor);
  if (options) {
    return (
      <Choices
        options={options}
        chosen={factor.values}
        onChange={(values) => onChange({ ...factor, values: values as typeof factor.values })}
      />
    );
  }
  return (
    <NumbersInput
      label={`Values of ${factorTitle(factor)}`}
      numbers={factor.values.map(Number)}
      onChange={(values) => onChange({ ...factor, values: [...values] })}
    />
  );
}

function Choices({
  options,
  chosen,
  onChange,
}: {
  options: readonly { readonly value: unknown; readonly label: string }[];
  chosen: readonly unknown[];
  onChange: (values: unknown[]) => void;
}) {
  const isChosen = (value: unknown) => chosen.some((other) => canonicalJson(other) === canonicalJson(value));
  return (
    <Group gap="md">
      {options.map(({ value, label }) => (
        <Checkbox
          key={label}
          size="xs"
          label={label}
          checked={isChosen(value)}
          // The last one stays: a factor without levels would be no study at all.
          disabled={chosen.length === 1 && isChosen(value)}
          onChange={() =>
            onChange(
              options
                .map((option) => option.value)
                .filter((other) =>
                  canonicalJson(other) === canonicalJson(value) ? !isChosen(value) : isChosen(other),
                ),
            )
          }
        />
      ))}
    </Group>
  );
}

/** Numbers between commas; only a whole list of numbers comes out of it. */
function NumbersInput({
  label,
  numbers,
  onChange,
}: {
  label: string;
  numbers: readonly number[];
  onChange: (numbers: readonly number[]) => void;
}) {
  const [text, setText] = useState<string | null>(null);
  const read = (written: string) =>
    written
      .split(/[\s,;]+/)
      .filter((word) => word !== '')
      .map(Number);
  const isValid = (values: readonly number[]) => values.length > 0 && values.every(Number.isFinite);
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={text ?? numbers.join(', ')}
      error={text !== null && !isValid(read(text)) ? 'Numbers between commas' : null}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const values = read(event.currentTarget.value);
        if (isValid(values)) onChange(values);
      }}
      onBlur={() => setText(null)}
    />
  );
}

function SeedsInput({ seeds, onChange }: { seeds: readonly number[]; onChange: (seeds: number[]) => void }) {
  return (
    <div className={classes.factor}>
      <Text size="sm">Seeds</Text>
      <NumbersInput
        label="Seeds"
        numbers={seeds}
        onChange={(numbers) => {
          const whole = numbers.filter((seed) => Number.isInteger(seed) && seed >= 0);
          if (whole.length > 0) onChange([...new Set(whole)]);
        }}
      />
      <Text size="xs" c="dimmed">
        three or more
      </Text>
    </div>
  );
}

function AddFactor({ draft, onAdd }: { draft: Study; onAdd: (factor: FactorSpec) => void }) {
  const taken = new Set(
    draft.factors.map((factor) => ('field' in factor ? factor.field : factorKey(factor))),
  );
  const fields = useFactorFields();
  const free = fields.filter(({ field }) => !taken.has(field));
  return (
    <NativeSelect
      mt="xs"
      size="xs"
      w={232}
      aria-label="Vary something else"
      value=""
      data={[
        { value: '', label: 'Vary something else…' },
        ...(taken.has('subsets') ? [] : [{ value: 'subsets', label: 'Augmentations, every subset' }]),
        ...free.map(({ field, title }) => ({ value: field, label: title })),
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        const found = fields.find(({ field }) => field === value);
        if (value === 'subsets') onAdd({ subsets: ['flip', 'noise'] });
        else if (found) {
          onAdd({ field: found.field, name: found.title.toLowerCase(), values: found.initial as never });
        }
      }}
    />
  );
}

/** What all cells have in common. */
function Shared({ planned, onTake }: { planned: Planned; onTake: () => void }) {
  const cell = planned.ok ? planned.value.cells[0] : undefined;
  return (
    <div className={classes.factor}>
      <Text size="sm">First cell</Text>
      <Text size="sm" c="dimmed">
        {cell
          ? [
              datasetName(cell.recipe.dataset),
              recipeName(cell.recipe),
              // Another number of epochs is in the name of the recipe.
              ...(cell.recipe.epochs === DEFAULT_RECIPE.epochs ? [`${cell.recipe.epochs} epochs`] : []),
            ].join(' · ')
          : '–'}
      </Text>
      <Button size="compact-xs" variant="subtle" onClick={onTake}>
        Use the recipe of the form
      </Button>
    </div>
  );
}

/** Where the official sets are not at hand, or would take too long for a first look. */
function Phantoms({
  images,
  onChange,
}: {
  images: number | null;
  onChange: (images: number | null) => void;
}) {
  return (
    <div className={classes.factor}>
      <Text size="sm">Data</Text>
      <Switch
        size="sm"
        label="Try it on phantoms"
        description="Synthetic sets of the same shape: nothing to fetch, and nothing to learn about the real ones."
        checked={images !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? USUAL_IMAGES : null)}
      />
      {images !== null && (
        <NumberInput
          size="xs"
          w={140}
          label="Images of each"
          min={minValue ?? 1}
          max={maxValue ?? Number.POSITIVE_INFINITY}
          step={60}
          value={images}
          onChange={(value) => onChange(Number(value))}
        />
      )}
    </div>
  );
}

function Plan({ planned }: { planned: Planned }) {
  const recipes = useMemo(
    () => (planned.ok ? planned.value.runs.map(({ recipe }) => recipe) : []),
    [planned],
  );
  const time = useExpectedTime(recipes);
  if (!planned.ok) return <ErrorNotice error={planned.error} />;
  const { study, value } = planned;
  const { cells, runs } = value;
  return (
    <section aria-label="Runs to train">
      <Text size="sm">
        <strong>
          {formatCount(cells.length)} {cells.length === 1 ? 'cell' : 'cells'} × {study.seeds.length}{' '}
          {study.seeds.length === 1 ? 'seed' : 'seeds'} = {formatCount(runs.length)} runs
        </strong>
        {time && ` · ${timeText(time, runs.length)}`}
      </Text>
      <ul className={classes.plan}>
        {cells.map(({ key, name }) => (
          <li key={key}>{name}</li>
        ))}
      </ul>
    </section>
  );
}

export function timeText(
  { seconds, unmeasured }: { seconds: number; unmeasured: number },
  runs: number,
): string {
  if (unmeasured === runs) return 'the first run measures how long it takes';
  const known = `about ${formatRoughly(seconds)} on this device`;
  return unmeasured === 0 ? known : `${known}, and ${unmeasured} runs of a kind not measured yet`;
}

function StudyText({ draft, onChange }: { draft: Study; onChange: (study: Study) => void }) {
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  return (
    <Stack gap="xs">
      <Textarea
        aria-label="The study as JSON"
        rows={16}
        styles={{ input: { fontFamily: 'ui-monospace, monospace', fontSize: 'var(--mantine-font-size-xs)' } }}
        value={text ?? JSON.stringify(draft, null, 2)}
        error={error}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        disabled={text === null}
        onClick={() => {
          try {
            onChange(parseStudy(JSON.parse(text!)));
            setText(null);
            setError(null);
          } catch (thrown) {
            setError((thrown as Error).message);
          }
        }}
      >
        Take over
      </Button>
    </Stack>
  );
}
