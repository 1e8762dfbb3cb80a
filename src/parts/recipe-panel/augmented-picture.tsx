import { ActionIcon, Slider, Text, UnstyledButton } from '@mantine/core';
import { IconArrowsShuffle, IconContrast, IconPhoto } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { labelIn } from '../../lab/edition/pictured.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { useLatest } from '../../state/data/use-latest.ts';
import { useAnswer } from '../../state/data/use-preview.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { differenceOf } from '../../ui/film/difference.ts';
import { Film } from '../../ui/film/film.tsx';
import { classColour } from '../../ui/palettes.ts';
import { Tile } from '../../ui/tile.tsx';
import { sliceImage, type Tiles } from '../../ui/tiles.ts';
import { Tip } from '../../ui/tip.tsx';
import { Toolbar } from '../../ui/toolbar.tsx';
import { askAugmentedImages } from '../../worker/client/pictures.ts';
import classes from './augmented-picture.module.css';
import { useFittingEdition } from './use-fitting-edition.ts';

const DRAWS = 9;
const ROW = 3;

/** The draw that an arrow key leads to, in rows of three; null where the key is none of ours. */
function neighbour(key: string, draw: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -ROW,
    ArrowDown: ROW,
  };
  const step = steps[key];
  return step === undefined ? null : (draw + step + DRAWS) % DRAWS;
}

interface Question {
  readonly key: string;
  readonly image: number;
  readonly recipe: Recipe;
  readonly draws: readonly number[];
  /** Of a volume this one alone; null: all. */
  readonly slice: number | null;
}

const ask = ({ key, image, recipe, draws, slice }: Question) =>
  askAugmentedImages(key, image, recipe, draws, slice);

/** All of the recipe that the picture hangs on: nothing is drawn again for the rest. */
function pictured({ seed, augment, balance, pitfalls }: Recipe): Recipe {
  return { ...DEFAULT_RECIPE, seed, augment, balance, pitfalls };
}

/** A training image beside what the recipe makes of it: one draw large, with a divider, and nine to choose from. */
export function AugmentedPicture({
  dataset,
  image,
  onNext,
}: {
  dataset: DatasetSummary;
  image: number;
  onNext: () => void;
}) {
  const recipe = useRecipe((state) => state.recipe);
  const [first, setFirst] = useState(0);
  /** Null: one that shows a change. */
  const [wanted, setChosen] = useState<number | null>(null);
  const [difference, setDifference] = useState(false);
  const [wantedSlice, setSlice] = useState<number | null>(null);
  const slices = dataset.dims === 3 ? dataset.size : 1;
  const slice = Math.min(slices - 1, wantedSlice ?? Math.floor(slices / 2));
  const question = { key: dataset.key, image, recipe: pictured(recipe) };
  const draws = useAnswer(
    { ...question, draws: Array.from({ length: DRAWS }, (_, draw) => first + draw), slice: null },
    ask,
  );
  const unchanged = Object.values(recipe.augment).every((settings) => settings === undefined);
  const changed = useMemo(
    () => (draws.value && !unchanged ? firstChanged(draws.value) : 0),
    [draws.value, unchanged],
  );
  const chosen = wanted ?? changed;
  // What follows a slider is one slice of one draw; all of the nine, to look through, once it rests.
  const large = useLatest({ ...question, draws: [first + chosen], slice }, ask);
  const shown = useMemo(() => large.value && framesOf(large.value), [large.value]);
  const edition = useFittingEdition();
  /** Null while it is on its way. */
  const labels = (edition && labelIn(edition, image)) ?? large.value?.labels[0] ?? null;
  const name = labels && className(dataset, labels);
  const share = large.value?.shares[0] ?? 1;
  const mixed = share < 1 ? className(dataset, large.value?.partners[0] ?? []) : null;
  const colour = labels && dataset.task !== 'multi-label' ? classColour(labels[0] ?? 0) : undefined;
  return (
    <div>
      <div className={classes.stage} aria-busy={large.busy}>
        <Film
          before={shown?.before ?? null}
          after={(difference ? shown?.difference.pixels : shown?.after) ?? null}
          size={large.value?.size ?? dataset.size}
          names={['original', difference ? 'difference' : 'augmented']}
          isDivided={difference || !unchanged}
          label={`A training image${name === null ? '' : ` (${name})`}${unchanged && !difference ? '' : `, the original beside ${difference ? 'what changed' : 'the augmented one'}`}`}
          foot={colour}
        />
        <div className={classes.side}>
          <div
            className={classes.draws}
            role="radiogroup"
            aria-label="Draws of the augmentation"
            onKeyDown={(event) => {
              const next = neighbour(event.key, chosen);
              if (next === null) return;
              event.preventDefault();
              setChosen(next);
              (event.currentTarget.children[next] as HTMLElement).focus();
            }}
          >
            {Array.from({ length: DRAWS }, (_, draw) => (
              <UnstyledButton
                // biome-ignore lint/suspicious/noArrayIndexKey: the draws have no identity but their place
                key={draw}
                role="radio"
                aria-checked={draw === chosen}
                tabIndex={draw === chosen ? 0 : -1}
                aria-label={`Draw ${draw + 1}`}
                className={classes.draw}
                onClick={() => setChosen(draw)}
              >
                {draws.value && (
                  <Tile
                    tiles={draws.value}
                    index={draw + 1}
                    slice={slice}
                    label={name === null ? 'Augmented sample' : `Augmented sample: ${name}`}
                  />
                )}
              </UnstyledButton>
            ))}
          </div>
          <Toolbar label="Picture" className={classes.tools}>
            <Tool
              label="Draw the samples again"
              icon={IconArrowsShuffle}
              onClick={() => {
                setFirst(first + DRAWS);
                setChosen(null);
              }}
            />
            <Tool label="Another image" icon={IconPhoto} onClick={onNext} />
            <Tool
              label="Show the difference"
              icon={IconContrast}
              pressed={difference}
              onClick={() => setDifference(!difference)}
            />
          </Toolbar>
        </div>
      </div>
      {slices > 1 && (
        <div className={classes.slice}>
          <Text size="xs" component="span">
            Slice
          </Text>
          <Slider
            size="sm"
            label={null}
            thumbLabel="Slice"
            min={0}
            max={slices - 1}
            value={slice}
            onChange={setSlice}
          />
          <Text size="xs" component="span" className={classes.number}>
            {slice + 1}
          </Text>
        </div>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {large.error?.message ??
          (name === null
            ? '\u00a0'
            : caption({
                name,
                unchanged,
                share,
                mixed,
                difference: difference ? (shown?.difference.largest ?? 0) : null,
              }))}
      </Text>
    </div>
  );
}

function Tool({
  label,
  icon: Icon,
  onClick,
  pressed,
}: {
  label: string;
  icon: typeof IconPhoto;
  onClick: () => void;
  pressed?: boolean;
}) {
  return (
    <Tip label={label}>
      <ActionIcon
        size="sm"
        variant={pressed ? 'filled' : 'subtle'}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={onClick}
      >
        <Icon size={14} />
      </ActionIcon>
    </Tip>
  );
}

/** The first draw that differs from the image as it is, tile 0; the first of all where none does. */
function firstChanged({ pixels, size, slices }: Tiles): number {
  const length = slices * size * size * 4;
  const isChanged = (draw: number) => {
    for (let at = 0; at < length; at++) if (pixels[(draw + 1) * length + at] !== pixels[at]) return true;
    return false;
  };
  return Math.max(
    0,
    Array.from({ length: DRAWS }, (_, draw) => draw).findIndex((draw) => isChanged(draw)),
  );
}

function framesOf(tiles: Tiles) {
  const [before, after] = [0, 1].map(
    (tile) => sliceImage(tiles, tile, 0).data as Uint8ClampedArray<ArrayBuffer>,
  );
  return { before: before!, after: after!, difference: differenceOf(before!, after!) };
}

function className({ task, classNames }: DatasetSummary, labels: readonly number[]): string {
  if (task !== 'multi-label') return classNames[labels[0] ?? 0] ?? 'unknown';
  const present = classNames.filter((_, label) => labels[label] === 1);
  return present.length > 0 ? present.join(', ') : 'no label';
}

function caption({
  name,
  unchanged,
  share,
  mixed,
  difference,
}: {
  name: string;
  unchanged: boolean;
  share: number;
  mixed: string | null;
  difference: number | null;
}): string {
  if (difference !== null) {
    return difference === 0
      ? 'This draw changes nothing.'
      : `Grey is unchanged; white is ${difference.toFixed(2)} brighter, black as much darker.`;
  }
  const other = mixed === name ? `another ${name}` : mixed;
  const label = mixed === null ? name : `${percent(share)} ${name}, ${percent(1 - share)} ${other}`;
  return `${label} · ${unchanged ? 'Press a change below.' : 'Each epoch draws anew.'}`;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;
