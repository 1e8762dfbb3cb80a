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
}

const ask = ({ key, image, recipe, draws }: Question) => askAugmentedImages(key, image, recipe, draws);

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
  const [chosen, setChosen] = useState(0);
  const [difference, setDifference] = useState(false);
  const [wantedSlice, setSlice] = useState<number | null>(null);
  const question = { key: dataset.key, image, recipe: pictured(recipe) };
  const large = useLatest({ ...question, draws: [first + chosen] }, ask);
  const draws = useAnswer(
    { ...question, draws: Array.from({ length: DRAWS }, (_, draw) => first + draw) },
    ask,
  );
  const slices = large.value?.slices ?? 1;
  const slice = Math.min(slices - 1, wantedSlice ?? Math.floor(slices / 2));
  const shown = useMemo(() => large.value && framesOf(large.value, slice), [large.value, slice]);
  const edition = useFittingEdition();
  const labels = (edition && labelIn(edition, image)) ?? large.value?.labels[0] ?? [];
  const name = className(dataset, labels);
  const share = large.value?.shares[0] ?? 1;
  const mixed = share < 1 ? className(dataset, large.value?.partners[0] ?? []) : null;
  const colour = dataset.task === 'multi-label' ? undefined : classColour(labels[0] ?? 0);
  const unchanged = Object.values(recipe.augment).every((settings) => settings === undefined);
  return (
    <div>
      <div className={classes.stage} aria-busy={large.busy}>
        <Film
          before={shown?.before ?? null}
          after={(difference ? shown?.difference.pixels : shown?.after) ?? null}
          size={large.value?.size ?? dataset.size}
          names={['original', difference ? 'difference' : 'augmented']}
          label={`A training image (${name}), the original beside ${difference ? 'what changed' : 'the augmented one'}`}
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
                    label={`Augmented sample: ${name}`}
                  />
                )}
              </UnstyledButton>
            ))}
          </div>
          <div className={classes.tools}>
            <Tool
              label="Draw the samples again"
              icon={IconArrowsShuffle}
              onClick={() => setFirst(first + DRAWS)}
            />
            <Tool label="Another image" icon={IconPhoto} onClick={onNext} />
            <Tool
              label="Show the difference"
              icon={IconContrast}
              pressed={difference}
              onClick={() => setDifference(!difference)}
            />
          </div>
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
          caption({
            name,
            unchanged,
            share,
            mixed,
            difference: difference ? (shown?.difference.largest ?? 0) : null,
          })}
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

function framesOf(tiles: Tiles, slice: number) {
  const [before, after] = [0, 1].map(
    (tile) => sliceImage(tiles, tile, slice).data as Uint8ClampedArray<ArrayBuffer>,
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
