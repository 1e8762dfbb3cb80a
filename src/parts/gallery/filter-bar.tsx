import {
  ActionIcon,
  NativeSelect,
  RangeSlider,
  SegmentedControl,
  Slider,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';
import { useMemo } from 'react';
import { type DatasetSummary, SPLITS } from '../../lab/dataset.ts';
import type { ImageOrder } from '../../lab/gallery/choose-images.ts';
import {
  changeGallery,
  changeQuery,
  chooseClasses,
  chosenClasses,
  LARGEST_TILE,
  SMALLEST_TILE,
  useGallery,
} from '../../state/gallery/store.ts';
import { runNames } from '../../state/runs/names.ts';
import type { RunRow } from '../../storage/runs.ts';
import { useNameSearch } from '../../ui/name-search.tsx';
import { classColour } from '../../ui/palettes.ts';
import classes from './filter-bar.module.css';
import gallery from './gallery.module.css';

const PARTS = [
  { value: 'train', label: 'training' },
  { value: 'val', label: 'validation' },
  { value: 'test', label: 'test' },
  { value: 'all', label: 'all' },
];

const ORDER_NAMES: Readonly<Record<ImageOrder, string>> = {
  file: 'as in the file',
  given: 'most wrong first',
  class: 'by class',
  typical: 'most typical first',
  unusual: 'least typical first',
  bright: 'brightest first',
  score: 'by score',
};

/** Which images are shown, how large, and in which order. */
export function FilterBar({
  dataset,
  runs,
  run,
  scored,
}: {
  dataset: DatasetSummary;
  runs: readonly RunRow[];
  run: RunRow | null;
  /** Whether the run has scores of a part that is shown. */
  scored: boolean;
}) {
  const { query, edge } = useGallery();
  const selectedFrom = useGallery(({ selection }) =>
    selection?.fingerprint === dataset.fingerprint ? (selection.from ?? 'results') : null,
  );
  const part = query.parts.length > 1 ? 'all' : query.parts[0]!;
  const orders = (Object.keys(ORDER_NAMES) as ImageOrder[]).filter(
    (order) => (order !== 'score' || scored) && (order !== 'given' || selectedFrom !== null),
  );
  const names = runNames(runs);
  return (
    <div className={classes.filters}>
      <SegmentedControl
        size="xs"
        aria-label="Part of the set"
        data={PARTS}
        value={part}
        onChange={(value) =>
          changeQuery({ parts: SPLITS.filter((split) => value === 'all' || value === split) })
        }
      />
      <ClassToggles dataset={dataset} />
      <span className={classes.field}>
        <NativeSelect
          size="xs"
          aria-label="Order"
          data={orders.map((value) => ({
            value,
            label: value === 'given' && selectedFrom === 'compare' ? 'as on Compare' : ORDER_NAMES[value],
          }))}
          value={query.order === 'given' && selectedFrom === null ? 'file' : query.order}
          onChange={(event) => changeQuery({ order: event.currentTarget.value as ImageOrder })}
        />
        <Tooltip label="The other way round">
          <ActionIcon
            variant={query.backwards ? 'filled' : 'default'}
            aria-label="The other way round"
            aria-pressed={query.backwards}
            onClick={() => changeQuery({ backwards: !query.backwards })}
          >
            <IconArrowsSort size={16} />
          </ActionIcon>
        </Tooltip>
      </span>
      <NativeSelect
        size="xs"
        aria-label="Which images"
        data={[
          { value: 'any', label: 'all images' },
          { value: 'exact', label: 'exact duplicates' },
          { value: 'near', label: 'near duplicates' },
          { value: 'edited', label: 'edited' },
        ]}
        value={query.edited ? 'edited' : query.twins}
        onChange={(event) => {
          const { value } = event.currentTarget;
          changeQuery({
            edited: value === 'edited',
            twins: value === 'edited' ? 'any' : (value as 'any' | 'exact' | 'near'),
          });
        }}
      />
      {scored && (
        <>
          <NativeSelect
            size="xs"
            aria-label="Run whose scores are meant"
            maw={200}
            data={runs.map(({ id }) => ({ value: id, label: names.get(id) ?? id }))}
            value={run?.id ?? ''}
            onChange={(event) => changeGallery({ run: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            aria-label="Right or wrong"
            data={[
              { value: 'any', label: 'right and wrong' },
              { value: 'right', label: 'right' },
              { value: 'wrong', label: 'wrong' },
            ]}
            value={query.answer}
            onChange={(event) =>
              changeQuery({ answer: event.currentTarget.value as 'any' | 'right' | 'wrong' })
            }
          />
          <span className={classes.field}>
            Score
            <RangeSlider
              key={query.scores.join()}
              className={classes.slider!}
              size="sm"
              min={0}
              max={1}
              step={0.01}
              minRange={0}
              label={(value) => value.toFixed(2)}
              thumbFromLabel="Lowest score"
              thumbToLabel="Highest score"
              defaultValue={[...query.scores]}
              onChangeEnd={(scores) => changeQuery({ scores })}
            />
          </span>
        </>
      )}
      <span className={classes.field}>
        Size
        <Slider
          className={classes.slider!}
          size="sm"
          min={SMALLEST_TILE}
          max={LARGEST_TILE}
          step={4}
          label={(value) => `${value} px`}
          thumbLabel="Size of the images"
          value={edge}
          onChange={(value) => changeGallery({ edge: value })}
        />
      </span>
    </div>
  );
}

const NONE: readonly number[] = [];

/** None pressed shows all classes; of many, those that are pressed come first. */
function ClassToggles({ dataset }: { dataset: DatasetSummary }) {
  const chosen = useGallery((state) => chosenClasses(state, dataset)) ?? NONE;
  const names = useMemo(
    () => [...dataset.classNames, ...(dataset.task === 'multi-label' ? ['no label'] : [])],
    [dataset],
  );
  const order = useMemo(() => {
    const pressed = new Set(chosen);
    return [...chosen, ...[...names.keys()].filter((label) => !pressed.has(label))];
  }, [names, chosen]);
  const { shown, search } = useNameSearch(
    names,
    dataset.task === 'multi-label' ? 'labels' : 'classes',
    order,
  );
  const toggle = (label: number) => {
    const next = chosen.includes(label) ? chosen.filter((other) => other !== label) : [...chosen, label];
    chooseClasses(dataset, next.length === 0 ? null : next);
  };
  return (
    <fieldset className={classes.classes} aria-label="Classes shown; none pressed shows all">
      {search}
      {shown.map((label) => (
        <UnstyledButton
          key={label}
          className={classes.class!}
          aria-pressed={chosen.includes(label)}
          title={names[label]}
          onClick={() => toggle(label)}
        >
          <span
            className={gallery.swatch}
            style={{ background: label < dataset.classNames.length ? classColour(label) : '#5c6470' }}
          />
          <span className={gallery.className}>{names[label]}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}
