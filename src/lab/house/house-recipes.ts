import type { DatasetSummary } from '../dataset.ts';
import { canonicalJson } from '../recipe/canonical.ts';
import { parseRecipe } from '../recipe/parse.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { kindOfSet, type SetKind } from './kind-of-set.ts';

/** What a house recipe was measured at; docs/recipe.md holds the runs. */
export interface HouseMeasurement {
  /** Name of the set, for a person. */
  readonly on: string;
  /** Val AUC, cross-fitted: mean over three seeds, with its 95 % interval over seeds and images. */
  readonly valAuc: number;
  readonly interval: readonly [number, number];
  /** Of one run with `simd` on two cores; docs/recipe.md says which had other work beside it. */
  readonly minutes: number;
}

/** A recipe for one kind of set, found by val alone. */
export interface HouseRecipe {
  readonly label: string;
  /** What is in it, and why. */
  readonly explanation: string;
  /** Null where no set of the kind was measured. */
  readonly measured: HouseMeasurement | null;
  /** All that the recipe says of training; the length is in steps, so that larger sets take no longer. */
  readonly says: object;
}

/** Larger images take longer than the ten minutes that a house recipe promises. */
const LARGEST_SIZE = 32;

/** The whole ResNet-18 of the papers. */
const RESNET = {
  loss: { name: 'cross-entropy' },
  optimizer: { name: 'adam', learningRate: 1e-3 },
  width: 64,
  normalise: 'half',
} as const;

const GREY = { ...RESNET, batch: 128, steps: 655 } as const;

const FEW = {
  loss: { name: 'cross-entropy' },
  optimizer: { name: 'adam', learningRate: 1e-3 },
  schedule: { decayAt: [0.6, 0.85] },
  ...{ stem: 'small', width: 16, normalise: 'train', batch: 64, steps: 600 },
  augment: { flip: {}, rotation: { degrees: 30 }, crop: { smallest: 0.6 }, intensity: {} },
} as const;

/** One for each kind; the figures are those of docs/recipe.md. */
export const HOUSE_RECIPES: Readonly<Record<SetKind, HouseRecipe>> = {
  grey: {
    label: 'grey images of two classes',
    explanation: 'A whole ResNet-18, both classes equally often, mirrored, turned and shifted a little.',
    measured: {
      on: 'PneumoniaMNIST',
      valAuc: 0.996,
      interval: [0.99, 0.998],
      minutes: 2.5,
    },
    says: {
      ...GREY,
      balance: { name: 'upsample' },
      augment: { flip: {}, rotation: {}, shift: {} },
    },
  },
  colour: {
    label: 'colour images',
    explanation: 'The recipe of few images.',
    measured: null,
    says: FEW,
  },
  // Not mirrored: left and right are classes of their own in the sets of organs.
  'many-classes': {
    label: 'grey images of several classes',
    explanation:
      'The net of two classes, turned and shifted, but not mirrored: left and right may be classes.',
    measured: null,
    says: { ...GREY, augment: { rotation: {}, shift: {} } },
  },
  volumes: {
    label: 'volumes',
    explanation:
      'The whole ResNet-18 in 3D, in small batches, mirrored along every axis and turned a little.',
    measured: {
      on: 'VesselMNIST3D',
      valAuc: 0.917,
      interval: [0.84, 0.959],
      minutes: 9.8,
    },
    says: {
      ...RESNET,
      volume: '3d',
      batch: 32,
      steps: 800,
      augment: { flip: { axes: 'every' }, rotation: { degrees: 30 } },
    },
  },
  'few-images': {
    label: 'few images',
    explanation: 'A ResNet-18 with the small stem; images are mirrored, turned and cut anew each time.',
    measured: {
      on: 'RetinaMNIST',
      valAuc: 0.806,
      interval: [0.749, 0.853],
      minutes: 1.5,
    },
    says: FEW,
  },
};

/** The house recipe of the kind of a set; null where it would take longer than it promises. */
export function houseRecipeFor(
  set: Pick<DatasetSummary, 'task' | 'dims' | 'channels' | 'size' | 'counts'>,
): HouseRecipe | null {
  if (set.size > LARGEST_SIZE) return null;
  return HOUSE_RECIPES[kindOfSet({ ...set, trainImages: set.counts.train })];
}

/** A recipe with all that a house recipe says; data, edition, seed, protocol and pitfalls stay as they were. */
export function withHouseRecipe(
  { dataset, edition, seed, protocol, pitfalls }: Recipe,
  { says }: HouseRecipe,
): Recipe {
  return parseRecipe({ ...says, dataset, edition, seed, protocol, pitfalls });
}

/** What it was measured at, as a sentence. */
export function measuredText({ measured }: HouseRecipe): string {
  if (!measured) return 'Not measured on such a set.';
  const { on, valAuc, interval, minutes } = measured;
  const [low, high] = interval.map((auc) => auc.toFixed(3));
  return `Val AUC ${valAuc.toFixed(3)} (${low} to ${high}) on ${on}, in ${minutes} minutes on two processor cores.`;
}

/** Whether a recipe is the house recipe already. */
export function isHouseRecipe(recipe: Recipe, house: HouseRecipe): boolean {
  return canonicalJson(withHouseRecipe(recipe, house)) === canonicalJson(recipe);
}
