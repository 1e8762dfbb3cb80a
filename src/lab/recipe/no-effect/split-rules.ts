import { foldOfRun } from '../../split/split-union.ts';
import type { Recipe } from '../recipe.ts';
import { type Rule, refused, said, silent, turnOff } from './rule.ts';

const withProtocol = (recipe: Recipe, change: Partial<Recipe['protocol']>): Recipe => ({
  ...recipe,
  protocol: { ...recipe.protocol, ...change },
});

const foldsOff = turnOff((recipe) => withProtocol(recipe, { folds: null, fold: null }));
const officialSplit = {
  label: 'Back to the official split',
  change: (recipe: Recipe) => withProtocol(recipe, { split: 'official' }),
};

const leakyParts: Rule = (recipe) => {
  const { protocol, pitfalls } = recipe;
  if (!pitfalls.leakySplit || (protocol.folds === null && protocol.split === 'official')) return null;
  const [path, what, mend] =
    protocol.folds === null
      ? (['protocol.split', 'split that is drawn anew', officialSplit] as const)
      : (['protocol.folds', 'cut into folds', foldsOff] as const);
  return refused(
    path,
    `The pitfall “upsample before splitting” makes a split of its own, so there is no ${what}.`,
    recipe,
    mend,
  );
};

const foldsOfRedrawn: Rule = (recipe) => {
  const { split, folds } = recipe.protocol;
  if (folds === null || split === 'official') return null;
  return refused(
    'protocol.split',
    'The folds are a split of their own, the same for every seed: train and val cannot be drawn anew as well.',
    recipe,
    officialSplit,
  );
};

const foldBeyond: Rule = (recipe) => {
  const { folds, fold } = recipe.protocol;
  if (folds === null || fold === null || fold <= folds) return null;
  return refused('protocol.fold', `There is no fold ${fold} among ${folds}.`, recipe, {
    label: 'By the seed',
    change: (before) => withProtocol(before, { fold: null }),
  });
};

const foldOfNone: Rule = (recipe) => {
  const { folds, fold } = recipe.protocol;
  if (folds !== null || fold === null) return null;
  return said(
    'protocol.fold',
    'Without folds there is none to validate on.',
    withProtocol(recipe, { fold: null }),
    turnOff((before) => withProtocol(before, { fold: null })),
  );
};

/** The fold that the seed would choose by itself. */
const foldOfSeed: Rule = (recipe) => {
  const { folds, fold } = recipe.protocol;
  if (folds === null || fold === null || fold !== foldOfRun({ folds, fold: null }, recipe.seed)) return null;
  return silent('protocol.fold', withProtocol(recipe, { fold: null }));
};

export const SPLIT_RULES: readonly Rule[] = [leakyParts, foldsOfRedrawn, foldBeyond, foldOfNone, foldOfSeed];
