import { parseRecipe } from '../../lab/recipe/parse.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';

/** A named change of the recipe; what it does not name stays. */
export interface Preset {
  readonly label: string;
  readonly explanation: string;
  readonly group: 'Augmentation' | 'Training';
  apply(recipe: Recipe): Recipe;
}

type Treatment = { readonly flip: boolean; readonly noise: boolean; readonly normalise: boolean };

/** The study's combinations: exactly these are on, every other augmentation is off. */
function combination(label: string, explanation: string, on: Treatment): Preset {
  return {
    label,
    explanation,
    group: 'Augmentation',
    apply: (recipe) =>
      parseRecipe({
        ...recipe,
        augment: { ...(on.flip ? { flip: {} } : {}), ...(on.noise ? { noise: {} } : {}) },
        normalise: on.normalise ? 'half' : 'none',
      }),
  };
}

function training(label: string, explanation: string, change: object): Preset {
  return { label, explanation, group: 'Training', apply: (recipe) => parseRecipe({ ...recipe, ...change }) };
}

export const PRESETS: readonly Preset[] = [
  combination('None', 'The images as they are.', { flip: false, noise: false, normalise: false }),
  combination('Flip + noise', 'Mirrored and grainy.', { flip: true, noise: true, normalise: false }),
  combination('Flip + normalise', 'Mirrored, centred at zero.', {
    flip: true,
    noise: false,
    normalise: true,
  }),
  combination('Noise + normalise', 'Grainy, centred at zero.', { flip: false, noise: true, normalise: true }),
  combination('All three', 'Mirrored, grainy, centred at zero.', {
    flip: true,
    noise: true,
    normalise: true,
  }),
  training('Quick look', 'Width 8, 3 epochs: a first curve soon.', { width: 8, epochs: 3, stem: 'imagenet' }),
  training('Plain cross-entropy', 'Cross-entropy with Adam at 0.001: the sound default of the field.', {
    loss: { name: 'cross-entropy' },
    optimizer: { name: 'adam' },
  }),
  training(
    'Seed study',
    'As in Medical_MNIST, the study of PneumoniaMNIST, NoduleMNIST3D and VesselMNIST3D that this lab grew from: full width, AUC margin with PESG at 0.1, batch 128, 50 epochs, a stop after 12 without progress.',
    {
      width: 64,
      stem: 'imagenet',
      volume: 'slices',
      loss: { name: 'aucm' },
      optimizer: { name: 'pesg' },
      batch: 128,
      epochs: 50,
      patience: 12,
    },
  ),
];
