/** A place on the page that a lesson points at, shows or hides; the page marks it with `data-place`. */
interface Place {
  /** After "Show me ". */
  readonly words: string;
  /** The tab that it is on; null: beside every tab. */
  readonly tab: '/train' | '/data' | '/results' | '/compare' | '/study' | null;
}

export const PLACES = {
  'recipe.augment': { words: 'the augmentations', tab: null },
  'recipe.input': { words: 'the input', tab: null },
  'recipe.balance': { words: 'the balancing', tab: null },
  'recipe.learning': { words: 'how it learns', tab: null },
  'recipe.model': { words: 'the model', tab: null },
  'recipe.advanced': { words: 'the advanced settings', tab: null },
  'recipe.way': { words: 'the ways to learn', tab: null },
  train: { words: 'the Train button', tab: null },
  runs: { words: 'the list of runs', tab: null },
  'light-table': { words: 'the light table', tab: '/train' },
  curves: { words: 'the curves', tab: '/train' },
  gallery: { words: 'the images', tab: '/data' },
  'wrong-labels': { words: 'the card “Wrong labels?”', tab: '/data' },
  answer: { words: 'the answer of the run', tab: '/results' },
  threshold: { words: 'the threshold', tab: '/results' },
  confusion: { words: 'the confusion matrix', tab: '/results' },
  differences: { words: 'what differs', tab: '/compare' },
  classes: { words: 'each class by itself', tab: '/results' },
  calibration: { words: 'the calibration', tab: '/results' },
  stress: { words: 'the stress curves', tab: '/compare' },
  study: { words: 'the study', tab: '/study' },
} as const satisfies Readonly<Record<string, Place>>;

export type PlaceName = keyof typeof PLACES;

export const PLACE_NAMES = Object.keys(PLACES) as readonly PlaceName[];
