import { BALANCING, type BalancingName } from '../balance/registry.ts';
import { findCatalogueEntry } from '../catalogue/catalogue.ts';
import { PHANTOM_TRAIN_SHARE } from '../phantom-settings.ts';
import { factsOfReference } from '../recipe/data-facts.ts';
import type { DatasetReference } from '../recipe/dataset-reference.ts';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import { parseStudy, type Study, type StudyInput } from './study.ts';

/**
 * A study that is ready to run: the default recipe, what the preset says, and the levels. Nothing comes from the form, so
 * that it is the same study on the page, on the command line and on another device.
 */
export interface StudyPreset {
  readonly id: string;
  readonly label: string;
  /** One line for a student. */
  readonly explanation: string;
  /** Whether it looks at the set at hand; else it names its own sets. */
  readonly usesLoadedData: boolean;
  /** @param dataset the set at hand */
  create(dataset: DatasetReference): Study;
}

/** Steps where the size of a set is not known: about ten epochs of PneumoniaMNIST. */
const USUAL_STEPS = 370;

/**
 * For questions whose answers make epochs of unequal length: as many steps for every cell as the default recipe makes on
 * the whole training part.
 */
export function equalSteps(dataset: DatasetReference): number {
  const images = trainingImages(dataset);
  if (images === null) return USUAL_STEPS;
  return DEFAULT_RECIPE.epochs! * Math.ceil(images / DEFAULT_RECIPE.batch);
}

/** Null for a custom set, of which a reference tells the name alone. */
function trainingImages(dataset: DatasetReference): number | null {
  switch (dataset.kind) {
    case 'phantom':
      return Math.round(PHANTOM_TRAIN_SHARE * dataset.images);
    case 'catalogue':
      return findCatalogueEntry(dataset.id)?.samples.train ?? null;
    case 'custom':
      return null;
  }
}

/** The seed study's protocol, but for the epochs: its notebooks trained up to 50 and stopped early. */
const SEED_STUDY_BASE = {
  width: 64,
  stem: 'imagenet',
  volume: 'slices',
  loss: { name: 'aucm' },
  optimizer: { name: 'pesg', learningRate: 0.1, epochDecay: 3e-3, weightDecay: 1e-4 },
  batch: 128,
  epochs: 15,
} as const;

/** A quick and sound setting for questions about the data. */
export const PLAIN_BASE = { loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } } as const;

/** Each says all that it is about, so that no two fall together whatever recipe they are put on. */
const TREATMENTS = [
  { label: 'none', set: { augment: {}, normalise: 'none' } },
  { label: 'flip + noise', set: { augment: { flip: {}, noise: {} }, normalise: 'none' } },
  { label: 'flip + normalise', set: { augment: { flip: {} }, normalise: 'half' } },
  { label: 'noise + normalise', set: { augment: { noise: {} }, normalise: 'half' } },
  { label: 'all three', set: { augment: { flip: {}, noise: {} }, normalise: 'half' } },
] as const;

const catalogue = (id: string) => ({ kind: 'catalogue', id, size: 28 }) as const;

/** The sets of the seed study, each with the balancing it describes. */
const SEED_STUDY_SETS = [
  { label: 'Pneumonia, upsampled', set: { dataset: catalogue('pneumoniamnist'), balance: 'upsample' } },
  { label: 'Nodule, upsampled', set: { dataset: catalogue('nodulemnist3d'), balance: 'upsample' } },
  {
    label: 'Vessel, augmented copies',
    set: { dataset: catalogue('vesselmnist3d'), balance: 'upsample-augmented' },
  },
  { label: 'Vessel, unbalanced', set: { dataset: catalogue('vesselmnist3d'), balance: 'none' } },
] as const;

const PESG = { loss: 'aucm', optimizer: 'pesg' } as const;

/** Right and wrong ways, each wrong one a single step from a right one. */
const PRACTICES = [
  { label: 'done right', set: { ...PESG, pitfalls: {} } },
  { label: 'majority upsampled', set: { ...PESG, pitfalls: { upsampleMajority: true } } },
  { label: 'exact copies', set: { ...PESG, pitfalls: { exactCopies: true } } },
  { label: 'upsampled before the split', set: { ...PESG, pitfalls: { leakySplit: true } } },
  { label: 'mixed normalisation', set: { ...PESG, pitfalls: { mixedNormalisation: true } } },
  { label: 'Adam, a b α moving', set: { loss: 'aucm', optimizer: 'adam', pitfalls: {} } },
  { label: 'Adam, a b α frozen', set: { loss: 'aucm', optimizer: 'adam', pitfalls: { frozenDual: true } } },
] as const;

type Factor = NonNullable<StudyInput['factors']>[number];

/** Without the balancing that such a set does not take. */
function fittingFactor(factor: Factor, dataset: DatasetReference): Factor {
  const { task } = factsOfReference(dataset);
  if (task === null || !('field' in factor) || factor.field !== 'balance') return factor;
  const fits = (name: unknown) => BALANCING[name as BalancingName].tasks.includes(task);
  return { ...factor, values: factor.values.filter(fits) };
}

function preset(
  id: string,
  label: string,
  explanation: string,
  usesLoadedData: boolean,
  {
    holdsSteps = false,
    ...input
  }: Omit<StudyInput, 'name' | 'question'> & {
    /** Whether every cell makes equally many steps, whatever it does to the length of an epoch. */
    readonly holdsSteps?: boolean;
  },
): StudyPreset {
  return {
    id,
    label,
    explanation,
    usesLoadedData,
    create: (dataset) =>
      parseStudy({
        ...input,
        factors: input.factors?.map((factor) => fittingFactor(factor, dataset)),
        name: label,
        question: explanation,
        base: {
          ...input.base,
          ...(usesLoadedData ? { dataset } : {}),
          ...(holdsSteps ? { steps: equalSteps(dataset) } : {}),
        },
      }),
  };
}

export const STUDY_PRESETS: readonly StudyPreset[] = [
  preset(
    'seed-study',
    'The seed study',
    'The study this lab grew from: which of flip, noise and normalise helps on three sets, each balanced as it describes?',
    false,
    {
      base: SEED_STUDY_BASE,
      factors: [
        { name: 'set', levels: [...SEED_STUDY_SETS] },
        { name: 'augmentation', levels: [...TREATMENTS] },
      ],
      baseline: { augmentation: 'none' },
    },
  ),
  preset(
    'seed-study-tuning',
    'The seed study’s tuning',
    'Which optimizer, learning rate and batch size goes with all three augmentations?',
    false,
    {
      base: { ...SEED_STUDY_BASE, augment: { flip: {}, noise: {} }, normalise: 'half' },
      factors: [
        { name: 'set', levels: [...SEED_STUDY_SETS].slice(0, 3) },
        { field: 'optimizer', values: ['sgd', 'adam', 'pesg'] },
        { field: 'optimizer.learningRate', name: 'learning rate', values: [0.001, 0.1] },
        { field: 'batch', values: [32, 128] },
      ],
    },
  ),
  preset(
    'balancing',
    'Does balancing help?',
    'The answers to unequal classes that the set at hand takes, and none, each for as many steps.',
    true,
    {
      base: PLAIN_BASE,
      holdsSteps: true,
      factors: [
        {
          field: 'balance',
          values: ['none', 'upsample', 'upsample-augmented', 'undersample', 'weighted-loss', 'dual'],
        },
      ],
    },
  ),
  preset(
    'augmentation',
    'Which augmentation helps?',
    'All eight subsets of flip, noise and normalise on the set at hand, with what each does by itself.',
    true,
    { base: PLAIN_BASE, factors: [{ subsets: ['flip', 'noise', 'normalise'] }] },
  ),
  preset(
    'data-size',
    'How much data do you need?',
    'The same recipe, for as many steps, on a growing share of the training part: does the curve still rise at its end?',
    true,
    {
      base: PLAIN_BASE,
      holdsSteps: true,
      factors: [
        {
          field: 'protocol.trainFraction',
          name: 'training data',
          values: [0.05, 0.1, 0.25, 0.5, 1],
        },
      ],
      baseline: { 'training data': '100 % of train' },
    },
  ),
  preset(
    'label-noise',
    'What do wrong labels cost?',
    'The same recipe with a growing share of wrong training labels; val and test stay clean.',
    true,
    {
      base: PLAIN_BASE,
      factors: [{ field: 'protocol.labelNoise', name: 'wrong labels', values: [0, 0.05, 0.1, 0.2, 0.4] }],
    },
  ),
  preset(
    'networks',
    'Is the large net worth it here?',
    'ResNet-18 against a small CNN of three convolutions and a linear model on the pixels, on the set at hand.',
    true,
    {
      base: PLAIN_BASE,
      factors: [{ field: 'model', name: 'network', values: ['resnet-18', 'small-cnn', 'linear'] }],
      baseline: { network: 'linear model' },
    },
  ),
  preset(
    'folds',
    'Does it hold on other splits?',
    'Flip and noise against nothing on five folds of train and val: is there more to it than one lucky split?',
    true,
    {
      base: { ...PLAIN_BASE, protocol: { folds: 5 } },
      factors: [{ name: 'augmentation', levels: TREATMENTS.slice(0, 2) }],
      seeds: [1, 2, 3, 4, 5],
      baseline: { augmentation: 'none' },
    },
  ),
  preset(
    'precision',
    'What does half precision cost?',
    'The same recipe with activations in 32 and in 16 bits (WebGPU): is the AUC another one?',
    true,
    {
      base: PLAIN_BASE,
      factors: [{ field: 'precision', values: ['single', 'half'] }],
      baseline: { precision: 'single precision' },
    },
  ),
  preset(
    'pitfalls',
    'Six mistakes, both ways',
    'What the seed study’s notebooks really did, each against the right way: what val claims, and what test gives.',
    true,
    {
      base: {
        augment: { flip: {}, noise: {} },
        normalise: 'half',
        balance: { name: 'upsample-augmented' },
      },
      factors: [{ name: 'practice', levels: [...PRACTICES] }],
      baseline: { practice: 'done right' },
    },
  ),
  preset(
    'rank-by-test',
    'Pitfall: ranked by test',
    'The combinations on one seed, ranked by test AUC, as the seed study did: train it again with other seeds and see the order change.',
    true,
    {
      base: {},
      factors: [{ name: 'augmentation', levels: [...TREATMENTS] }],
      seeds: [1],
      rankBy: 'test',
    },
  ),
];

export function findPreset(id: string): StudyPreset | undefined {
  return STUDY_PRESETS.find((entry) => entry.id === id);
}

/** A study to start from, of which the recipe is to be put in. */
export function blankStudy(): Study {
  return parseStudy({ name: 'My study', factors: [{ subsets: ['flip', 'noise'] }] });
}
