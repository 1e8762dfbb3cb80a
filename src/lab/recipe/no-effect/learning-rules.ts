import { BALANCING } from '../../balance/registry.ts';
import type { Task } from '../../dataset.ts';
import type { Recipe } from '../recipe.ts';
import { recipeSchema } from '../recipe.ts';
import { type Mend, type Rule, refused, said, silent, takeBack, turnOff } from './rule.ts';

const DEFAULTS = recipeSchema.parse({});

/** With the optimizer that goes with it. */
const crossEntropy: Mend = {
  label: 'Use cross-entropy',
  change: (recipe) =>
    recipeSchema.parse({
      ...recipe,
      loss: { name: 'cross-entropy' },
      optimizer: recipe.optimizer.name === 'pesg' ? { name: 'adam' } : recipe.optimizer,
    }),
};

const ASKS_FOR: Readonly<Record<Task, string>> = {
  binary: 'two classes',
  'multi-class': 'classes',
  'multi-label': 'labels',
};

/** A choice that was made for another set. */
const unfitBalance: Rule = (recipe, { task }) => {
  const { label, tasks } = BALANCING[recipe.balance.name];
  if (task === null || tasks.includes(task)) return null;
  const goesWith = tasks.includes('multi-class') ? 'sets of classes' : 'sets of two classes';
  const plain: Recipe = { ...recipe, balance: { name: 'none' } };
  return refused(
    'balance.name',
    `“${label}” is for ${goesWith}, and this set has ${task === 'multi-class' ? 'more' : ASKS_FOR[task]}.`,
    plain,
    { label: 'Use no balancing', change: (before) => ({ ...before, balance: { name: 'none' } }) },
  );
};

const weightedMargin: Rule = (recipe) => {
  const { balance, loss, schedule } = recipe;
  if (balance.name !== 'weighted-loss' || loss.name !== 'aucm') return null;
  return refused(
    'balance.name',
    'The AUC margin loss takes no class weights: with it, “Weighted loss” would train as no balancing at all. Choose another balancing, or cross-entropy.',
    // The cross-entropy of a warm-up does take them.
    schedule.warmUpEpochs === 0 ? { ...recipe, balance: { name: 'none' } } : recipe,
    crossEntropy,
  );
};

/** Its pairs are of one whole positive and one whole negative, in whatever share the labels are. */
const mixedMargin: Rule = (recipe) => {
  if (recipe.loss.name !== 'aucm' || !recipe.augment.mixup) return null;
  return refused(
    'augment.mixup',
    'Mixup mixes labels, and the AUC margin loss ranks whole ones only: a mixture is neither positive nor negative.',
    recipe,
    crossEntropy,
  );
};

const separateQuestions: Rule = (recipe, { task }) => {
  if (recipe.loss.name !== 'bce' || task === null || task === 'multi-class') return null;
  const what = task === 'binary' ? 'two classes' : 'labels';
  return said(
    'loss.name',
    `For ${what}, binary cross-entropy and cross-entropy are the same.`,
    {
      ...recipe,
      loss: { name: 'cross-entropy' },
    },
    {
      label: 'Use cross-entropy',
      change: (before) => ({ ...before, loss: { name: 'cross-entropy' } }),
    },
  );
};

const frozenDual: Rule = (recipe) => {
  const { pitfalls, loss } = recipe;
  if (!pitfalls.frozenDual) return null;
  if (loss.name !== 'aucm') {
    return said(
      'pitfalls.frozenDual',
      'Only the AUC margin loss has a, b and α that could be frozen.',
      {
        ...recipe,
        pitfalls: { ...pitfalls, frozenDual: false },
      },
      turnOff((before) => ({ ...before, pitfalls: { ...before.pitfalls, frozenDual: false } })),
    );
  }
  if (loss.margin === 1) return null;
  return said(
    'loss.margin',
    'While a, b and α are frozen, the margin changes nothing.',
    {
      ...recipe,
      loss: { ...loss, margin: 1 },
    },
    takeBack(1, (before) => ({ ...before, loss: { ...loss, margin: 1 } })),
  );
};

const volumeOfFlatImages: Rule = (recipe, { dims }) =>
  recipe.volume === 'slices' && dims === 2
    ? said(
        'volume',
        'These images are flat: how volumes are taken changes nothing.',
        {
          ...recipe,
          volume: '3d',
        },
        takeBack('3d', (before) => ({ ...before, volume: '3d' })),
      )
    : null;

const momentumBesideAdam: Rule = (recipe) => {
  const { optimizer } = recipe;
  if (optimizer.name !== 'pesg' || optimizer.mode !== 'adam' || optimizer.momentum === 0.9) return null;
  return said(
    'optimizer.momentum',
    'In the mode adam, PESG has Adam’s own momentum instead of this one.',
    {
      ...recipe,
      optimizer: { ...optimizer, momentum: 0.9 },
    },
    takeBack(0.9, (before) => ({ ...before, optimizer: { ...optimizer, momentum: 0.9 } })),
  );
};

const referenceWithoutPull: Rule = (recipe) => {
  const { optimizer } = recipe;
  if (optimizer.name !== 'pesg' || optimizer.epochDecay > 0 || optimizer.reference === 'random') return null;
  return said(
    'optimizer.reference',
    'Without epoch decay nothing is pulled to the reference.',
    {
      ...recipe,
      optimizer: { ...optimizer, reference: 'random' },
    },
    takeBack('random', (before) => ({ ...before, optimizer: { ...optimizer, reference: 'random' } })),
  );
};

const warmUpRate: Rule = (recipe) => {
  const { schedule } = recipe;
  const { warmUpLearningRate } = DEFAULTS.schedule;
  if (schedule.warmUpEpochs > 0 || schedule.warmUpLearningRate === warmUpLearningRate) return null;
  return said(
    'schedule.warmUpLearningRate',
    'There is no warm-up, so its learning rate changes nothing.',
    {
      ...recipe,
      schedule: { ...schedule, warmUpLearningRate },
    },
    takeBack(warmUpLearningRate, (before) => ({
      ...before,
      schedule: { ...before.schedule, warmUpLearningRate },
    })),
  );
};

/** Rates that put equally many positives into a batch. */
const dualRate: Rule = (recipe) => {
  const { balance, batch } = recipe;
  if (balance.name !== 'dual') return null;
  const positives = Math.min(batch - 1, Math.max(1, Math.floor(balance.rate * batch)));
  // A hair above the share, which is not always a number of that many digits.
  const rate = Math.min(0.99, (positives + 1e-6) / batch);
  const plain: Recipe = { ...recipe, balance: { ...balance, rate } };
  return rate === balance.rate ? null : silent('balance.rate', plain);
};

export const LEARNING_RULES: readonly Rule[] = [
  unfitBalance,
  weightedMargin,
  mixedMargin,
  separateQuestions,
  frozenDual,
  volumeOfFlatImages,
  momentumBesideAdam,
  referenceWithoutPull,
  warmUpRate,
  dualRate,
];
