import type { Dataset, SplitData } from '../../lab/dataset.ts';
import { LabError } from '../../lab/lab-error.ts';
import { createRandom, STREAM } from '../../lab/random.ts';
import { hasRedrawnParts, takesValApart } from '../../lab/recipe/protocol.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { markedClass } from '../../lab/shortcut-mark.ts';
import { type EpochRecipe, upsamples } from '../batch/epoch-batches.ts';
import { applyEdition, editedItems, refuseBadEdition } from './apply-edition.ts';
import { gathered, type Item, itemsOf, rebuilt } from './items.ts';
import { leakNote, splitAtRandom, withCopies } from './leaky-split.ts';
import { partsOfUnion, placeInUnion } from './parts-of-union.ts';
import { withMarks } from './plant-shortcut.ts';
import { takeFraction } from './take-fraction.ts';
import { withWrongLabels } from './wrong-labels.ts';

/** The independent draws of one seed. */
const DRAW = { copies: 0, split: 1, fraction: 2, noise: 3, shortcut: 4 } as const;

/** The set as a run sees it, and the recipe that is left to follow on it. */
export interface Prepared<Part extends EpochRecipe = Recipe> {
  readonly dataset: Dataset;
  readonly recipe: Part;
}

type Protocolled = Pick<Recipe, 'edition' | 'protocol' | 'pitfalls'>;

/** Whether the recipe changes which images or labels are trained on. */
export function changesData(recipe: Protocolled): boolean {
  return recipe.edition !== null || changesParts(recipe);
}

function changesParts(recipe: Protocolled): boolean {
  const { trainFraction, labelNoise, shortcut } = recipe.protocol;
  return takesValApart(recipe) || trainFraction < 1 || labelNoise > 0 || shortcut > 0;
}

/**
 * The set under the recipe's edition and protocol. The test part is never touched. All draws come from the recipe's seed,
 * but the folds, which are the set's.
 *
 * Wrong labels are those of the official training part, whichever fold an image is in, so that the same ones are wrong in
 * all; then what a person edited, which may mend them; then another split; then a share of what trains. An image that
 * validates is there, and has its official label, whatever was edited. (With a share of the official part, or in the
 * leaky split, wrong labels come last, among what trains.) The mark of a shortcut is planted at the very end, by the labels
 * that are trained on, on what trains alone.
 *
 * @param official whose training part is there; where the validation part is another, all of it
 * @returns the very same set and recipe where the protocol asks for nothing
 */
export function applyProtocol<Part extends EpochRecipe>(official: Dataset, recipe: Part): Prepared<Part> {
  const { edition, protocol, pitfalls } = recipe;
  if (!changesParts(recipe)) return { dataset: applyEdition(official, edition), recipe };
  const draw = (name: keyof typeof DRAW) => createRandom(recipe.seed, STREAM.protocol, DRAW[name]);
  const { summary } = official;
  const notes: string[] = [];
  const noiseIsLast = pitfalls.leakySplit || (protocol.trainFraction < 1 && !hasRedrawnParts(protocol));
  let train = itemsOf(official, 'train');
  const wrongIn = (items: readonly Item[]): Item[] => {
    const wrong = Math.round(protocol.labelNoise * items.length);
    return wrong > 0 ? withWrongLabels(items, wrong, summary, draw('noise')) : [...items];
  };
  if (!noiseIsLast) train = wrongIn(train);
  if (edition) {
    refuseBadEdition(edition, official);
    const { items, note } = editedItems(train, edition);
    train = items;
    notes.push(note);
  }
  let val = itemsOf(official, 'val');
  let rest = recipe;
  if (pitfalls.leakySplit) {
    const merged = withCopies([...train, ...val], official, recipe, draw('copies'));
    ({ train, val } = splitAtRandom(merged, draw('split')));
    notes.push(leakNote(train, val));
    // The copies are in the set already: the epochs must not add them again.
    if (upsamples(recipe)) rest = { ...recipe, balance: { name: 'none' } };
  } else if (hasRedrawnParts(protocol)) {
    const parts = partsOfUnion(official, recipe);
    train = [...train, ...val].filter((item) => !parts.validates(item));
    val = [...itemsOf(official, 'train'), ...val].filter(parts.validates);
    refuseEmptyParts(train, val);
    notes.push(parts.note);
  }
  if (protocol.trainFraction < 1) {
    const all = train.length;
    const classes = train.map(({ label }) => (label.length > 1 ? 0 : label[0]!));
    const kept = takeFraction(classes, protocol.trainFraction, draw('fraction'));
    train = kept.map((place) => train[place]!);
    notes.push(`Trained on ${train.length} of ${all} training images, drawn class by class by the seed.`);
  }
  if (noiseIsLast) train = wrongIn(train);
  if (protocol.labelNoise > 0) {
    const wrong = train.filter(({ isWrong }) => isWrong).length;
    notes.push(`The labels of ${wrong} training images were changed at random; val and test are clean.`);
  }
  if (protocol.shortcut > 0) {
    train = withMarks(train, protocol.shortcut, summary, draw('shortcut'));
    const marked = train.filter(({ isMarked }) => isMarked).length;
    notes.push(
      `A mark was planted on ${marked} training images of ${summary.classNames[markedClass(summary)]}; val and test have none.`,
    );
  }
  const isApart = takesValApart(recipe);
  const dataset = rebuilt(
    official,
    {
      train: gathered(official, train),
      val: isApart ? valPart(official, val, recipe) : official.splits.val,
      test: official.splits.test,
    },
    notes,
  );
  // Val and test may still be on their way, but where val was taken apart, which waited for all.
  return { dataset: { ...dataset, streaming: isApart ? null : official.streaming }, recipe: rest };
}

/** @throws LabError `bad-recipe` where equal images, which stay together, leave a part without any */
function refuseEmptyParts(train: readonly Item[], val: readonly Item[]): void {
  if (train.length > 0 && val.length > 0) return;
  throw new LabError(
    'bad-recipe',
    `Cut this way no image is left to ${val.length === 0 ? 'validate with' : 'train on'}: images that are equal stay together.`,
    'The set is kept. Choose other folds, or the official split.',
  );
}

/**
 * The official training images that train, with the labels that a recipe with folds gives them, whichever fold they are
 * in: changed at random, then edited.
 *
 * @throws LabError `bad-edition`
 */
export function givenTraining(
  official: Dataset,
  { edition, protocol, seed }: Pick<Recipe, 'edition' | 'protocol' | 'seed'>,
): readonly Item[] {
  const all = itemsOf(official, 'train');
  const wrong = Math.round(protocol.labelNoise * all.length);
  const random = createRandom(seed, STREAM.protocol, DRAW.noise);
  const train = wrong > 0 ? withWrongLabels(all, wrong, official.summary, random) : all;
  if (!edition) return train;
  refuseBadEdition(edition, official);
  return editedItems(train, edition).items;
}

/** Where it is one of the union, with the places of its images there. */
function valPart(
  official: Dataset,
  items: readonly Item[],
  { protocol }: Pick<Recipe, 'protocol'>,
): SplitData {
  const part = gathered(official, items);
  if (!hasRedrawnParts(protocol)) return part;
  return {
    ...part,
    union: Uint32Array.from(items, (item) => placeInUnion(item, official.splits.train.count)),
  };
}
