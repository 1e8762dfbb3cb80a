import { AUGMENTATIONS, type AugmentationName } from '../../lab/augment/registry.ts';
import { useData } from '../../state/data/store.ts';
import { useRecipe } from '../../state/recipe/store.ts';
import { Folded } from '../../ui/folded.tsx';
import { Section } from '../../ui/section.tsx';
import { Term } from '../../ui/term.tsx';
import { Toolbar } from '../../ui/toolbar.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import classes from './augment-section.module.css';
import tiles from './augmentation-tile.module.css';
import { AugmentationTile } from './augmentation-tile.tsx';
import { AugmentedPicture } from './augmented-picture.tsx';
import { changeAugmentation } from './change-augmentation.ts';
import { NoEffectNotes } from './no-effect-notes.tsx';
import { usePicturedImage } from './use-pictured-image.ts';

const NAMES = Object.keys(AUGMENTATIONS) as AugmentationName[];
const PRIMARY: readonly AugmentationName[] = [
  'flip',
  'rotation',
  'shift',
  'crop',
  'contrast',
  'noise',
  'erasing',
  'mixup',
];

/** What happens to the training images: one of them before and after, and each augmentation as a tile to press. */
export function AugmentSection() {
  const dataset = useData((state) => state.dataset);
  const augment = useRecipe((state) => state.recipe.augment);
  const { image, next } = usePicturedImage();
  if (!dataset) return null;
  const title = <Term of="augmentation">Augment</Term>;
  if (image === null) {
    return (
      <Section title={title} place="recipe.augment">
        <div className={classes.room} />
      </Section>
    );
  }
  // The shape transform is about binary volumes.
  const others = NAMES.filter(
    (name) => !PRIMARY.includes(name) && (name !== 'shapeTransform' || dataset.dims === 3 || augment[name]),
  );
  const hidden = others.filter((name) => augment[name] !== undefined).length;
  const tilesOf = (label: string, names: readonly AugmentationName[]) => (
    <Toolbar label={label} className={tiles.grid}>
      {names.map((name) => (
        <AugmentationTile key={name} name={name} datasetKey={dataset.key} image={image} />
      ))}
    </Toolbar>
  );
  return (
    <Section title={title} place="recipe.augment">
      <AugmentedPicture dataset={dataset} image={image} onNext={next} />
      {tilesOf('Augmentations', PRIMARY)}
      <Folded label={hidden > 0 ? `More augmentations (${hidden} on)` : 'More augmentations'}>
        {tilesOf('More augmentations', others)}
      </Folded>
      {NAMES.filter((name) => augment[name] !== undefined).map((name) => (
        <AugmentationSettings key={name} name={name} />
      ))}
    </Section>
  );
}

/** The settings of an augmentation that is on. */
function AugmentationSettings({ name }: { name: AugmentationName }) {
  const settings = useRecipe((state) => state.recipe.augment[name]);
  const { label, settings: schema } = AUGMENTATIONS[name];
  return (
    <fieldset className={classes.settings}>
      <legend className={classes.name}>{label}</legend>
      <SchemaForm
        schema={schema}
        values={settings ?? {}}
        onChange={(values) => changeAugmentation(name, { ...settings, ...values })}
      />
      <NoEffectNotes of={[`augment.${name}`]} />
    </fieldset>
  );
}
