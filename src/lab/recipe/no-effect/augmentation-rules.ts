import { COPY_AUGMENTATION } from '../../augment/copy-augmentation.ts';
import { AUGMENTATIONS, type AugmentationName, type AugmentationSettings } from '../../augment/registry.ts';
import type { DataFacts } from '../data-facts.ts';
import { takesValApart } from '../protocol.ts';
import type { Recipe } from '../recipe.ts';
import { type Mend, type Rule, said, silent, turnOff } from './rule.ts';

/** Whether these settings leave every image as it is. */
const AT_REST: {
  [Name in AugmentationName]?: (settings: NonNullable<AugmentationSettings[Name]>) => boolean;
} = {
  flip: ({ probability }) => probability === 0,
  rotation: ({ degrees }) => degrees === 0,
  shift: ({ pixels }) => pixels === 0,
  crop: ({ smallest, stretch }) => smallest === 1 && stretch === 1,
  elastic: ({ amplitude }) => amplitude === 0,
  invert: ({ probability }) => probability === 0,
  contrast: ({ strength }) => strength === 1,
  intensity: ({ brightness, contrast }) => brightness === 0 && contrast === 0,
  noise: ({ sigma }) => sigma === 0,
  erasing: ({ probability }) => probability === 0,
};

const restingAugmentations: readonly Rule[] = (Object.keys(AT_REST) as AugmentationName[]).map(
  (name) => (recipe) => {
    const settings = recipe.augment[name];
    const rests = AT_REST[name] as (settings: object) => boolean;
    if (!settings || !rests(settings)) return null;
    const { [name]: _gone, ...augment } = recipe.augment;
    const plain = { ...recipe, augment };
    const reason = `${AUGMENTATIONS[name].label} is on but changes no image`;
    const mend: Mend = {
      label: 'Back to its default',
      change: (before) => ({
        ...before,
        augment: { ...before.augment, [name]: AUGMENTATIONS[name].settings.parse({}) },
      }),
    };
    // What is on, even if it rests, stands in for the flip and noise that copies have by themselves.
    return isEmpty(augment) && recipe.balance.name === 'upsample-augmented'
      ? said(`augment.${name}`, `${reason}, so added copies are exact repeats.`, upsampled(plain), mend)
      : said(`augment.${name}`, `${reason}.`, plain, mend);
  },
);

const isEmpty = (augment: AugmentationSettings) =>
  Object.values(augment).every((settings) => settings === undefined);

const upsampled = (recipe: Recipe): Recipe =>
  recipe.balance.name === 'upsample-augmented' ? { ...recipe, balance: { name: 'upsample' } } : recipe;

const noBalancing = turnOff((recipe) => ({ ...recipe, balance: { name: 'none' } }));

const noPitfall = (name: keyof Recipe['pitfalls']) => turnOff((recipe) => withoutPitfall(recipe, name));

const withoutPitfall = (recipe: Recipe, name: keyof Recipe['pitfalls']): Recipe => ({
  ...recipe,
  pitfalls: { ...recipe.pitfalls, [name]: false },
});

/** The pitfall says what it does: no augmentation runs, and copies are exact. */
const exactCopies: Rule = (recipe) => {
  if (!recipe.pitfalls.exactCopies) return null;
  const plain = upsampled({ ...withoutPitfall(recipe, 'exactCopies'), augment: {} });
  if (!isEmpty(recipe.augment) || recipe.balance.name === 'upsample-augmented') {
    return silent('pitfalls.exactCopies', plain);
  }
  return said(
    'pitfalls.exactCopies',
    'Nothing is augmented, so copies that are never augmented are no mistake here.',
    plain,
    noPitfall('exactCopies'),
  );
};

/** Upsampled before the split, a copy is an image like any other. */
const leakyCopies: Rule = (recipe) =>
  recipe.pitfalls.leakySplit && recipe.balance.name === 'upsample-augmented'
    ? silent('balance.name', upsampled(recipe))
    : null;

/** Sizes of the classes as the epochs see them; null where they are not known, or a protocol changes them. */
function areEqual({ protocol, pitfalls }: Recipe, { classCounts }: DataFacts): boolean {
  const asLoaded =
    protocol.labelNoise === 0 && protocol.trainFraction === 1 && !takesValApart({ protocol, pitfalls });
  const sizes = new Set((classCounts ?? []).filter((count) => count > 0));
  return asLoaded && sizes.size === 1;
}

/** There is nothing to balance. Of upsampling and undersampling the order of the images stays another. */
const equalClasses: Rule = (recipe, facts) => {
  const { balance, augment } = recipe;
  if (balance.name === 'none' || balance.name === 'dual' || !areEqual(recipe, facts)) return null;
  const reason = 'The classes are of equal size, so there is nothing to balance.';
  if (balance.name === 'weighted-loss') {
    return said('balance.name', reason, { ...recipe, balance: { name: 'none' } }, noBalancing);
  }
  // No copies: what only they would go through is gone with them.
  const copiesOnly =
    balance.name === 'upsample-augmented' && balance.originals === 'plain' && !augment.shapeTransform;
  return said(
    'balance.name',
    reason,
    upsampled(copiesOnly ? { ...recipe, augment: {} } : recipe),
    noBalancing,
  );
};

const augmentedCopies: Rule = (recipe) => {
  const { balance, augment } = recipe;
  if (balance.name !== 'upsample-augmented') return null;
  if (isEmpty(augment)) {
    const plain: Recipe = {
      ...recipe,
      augment: COPY_AUGMENTATION,
      balance: { ...balance, originals: 'plain' },
    };
    if (balance.originals === 'augmented') return silent('balance.originals', plain);
    return said(
      'balance.originals',
      'No augmentation is on, so the original images are plain either way.',
      plain,
      {
        label: 'Turn flip and noise on',
        change: (before) => ({ ...before, augment: COPY_AUGMENTATION }),
      },
    );
  }
  if (balance.originals === 'plain') return null;
  return said(
    'balance.name',
    'Augmentations run on all images here, so augmented copies are the same as Upsample.',
    upsampled(recipe),
    {
      label: 'Augment the copies alone',
      change: (before) => ({ ...before, balance: { name: 'upsample-augmented', originals: 'plain' } }),
    },
  );
};

const upsampleMajority: Rule = (recipe, facts) => {
  const { pitfalls, balance } = recipe;
  if (!pitfalls.upsampleMajority) return null;
  const plain = withoutPitfall(recipe, 'upsampleMajority');
  if (balance.name !== 'upsample' && balance.name !== 'upsample-augmented') {
    return said(
      'pitfalls.upsampleMajority',
      'Nothing is upsampled, so no wrong class is either.',
      plain,
      noPitfall('upsampleMajority'),
    );
  }
  if (!areEqual(recipe, facts)) return null;
  return said(
    'pitfalls.upsampleMajority',
    'The classes are of equal size, so there is nothing to upsample.',
    plain,
    noPitfall('upsampleMajority'),
  );
};

const mixedNormalisation: Rule = (recipe) =>
  recipe.pitfalls.mixedNormalisation && recipe.normalise === 'none'
    ? said(
        'normalise',
        'Mixed normalisation is on, so half of the images are normalised though this is off.',
        { ...recipe, normalise: 'half' },
        { label: 'Normalise', change: (before) => ({ ...before, normalise: 'half' }) },
      )
    : null;

export const AUGMENTATION_RULES: readonly Rule[] = [
  ...restingAugmentations,
  exactCopies,
  leakyCopies,
  equalClasses,
  augmentedCopies,
  upsampleMajority,
  mixedNormalisation,
];
