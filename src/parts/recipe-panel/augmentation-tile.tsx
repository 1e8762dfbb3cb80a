import { UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import { useLatest } from '../../state/data/use-latest.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { Tile } from '../../ui/tile.tsx';
import { Tip } from '../../ui/tip.tsx';
import { askAugmentationSample } from '../../worker/client/pictures.ts';
import classes from './augmentation-tile.module.css';
import { toggleAugmentation } from './change-augmentation.ts';

interface Question {
  readonly key: string;
  readonly image: number;
  readonly name: AugmentationName;
  readonly settings: object | null;
}

const ask = ({ key, image, name, settings }: Question) => askAugmentationSample(key, image, name, settings);

/** An augmentation as what it does to an image of this set; a press turns it on or off. */
export function AugmentationTile({
  name,
  datasetKey,
  image,
}: {
  name: AugmentationName;
  datasetKey: string;
  image: number;
}) {
  const settings = useRecipe((state) => state.recipe.augment[name]);
  const { label, explanation } = AUGMENTATIONS[name];
  const sample = useLatest({ key: datasetKey, image, name, settings: settings ?? null }, ask).value;
  const on = settings !== undefined;
  return (
    <Tip label={explanation} width={260}>
      <UnstyledButton
        role="checkbox"
        aria-checked={on}
        aria-label={label}
        className={classes.tile}
        onClick={() => toggleAugmentation(name)}
      >
        <span className={classes.picture}>
          {sample && <Tile tiles={sample} index={0} label={label} />}
          {on && (
            <span className={classes.mark}>
              <IconCheck size={12} stroke={3} aria-hidden />
            </span>
          )}
        </span>
        <span className={classes.label}>{label}</span>
      </UnstyledButton>
    </Tip>
  );
}
