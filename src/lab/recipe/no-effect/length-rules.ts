import { batchCount } from '../../balance/batch-count.ts';
import type { DataFacts } from '../data-facts.ts';
import { decayPoints } from '../decay-points.ts';
import { takesValApart } from '../protocol.ts';
import type { Recipe } from '../recipe.ts';
import { recipeSchema } from '../recipe.ts';
import { runLength } from '../run-length.ts';
import { type Rule, refused, said, silent, takeBack, turnOff } from './rule.ts';

const DEFAULTS = recipeSchema.parse({});

/** Epochs of a run, and how many of its units (epochs, or steps where these are given) one takes; null: not known. */
function unitsOf(recipe: Recipe, { trainImages }: DataFacts): { epochs: number; perEpoch: number } | null {
  if (recipe.epochs !== null) return { epochs: recipe.epochs, perEpoch: 1 };
  if (trainImages === null) return null;
  const perEpoch = batchCount(trainImages, recipe.batch);
  return { epochs: runLength(recipe, perEpoch).epochs, perEpoch };
}

const endlessWarmUp: Rule = (recipe, facts) => {
  const units = unitsOf(recipe, facts);
  const { warmUpEpochs } = recipe.schedule;
  if (!units || warmUpEpochs < units.epochs) return null;
  return refused(
    'schedule.warmUpEpochs',
    `The warm-up takes ${warmUpEpochs} epochs and the run has ${units.epochs}: the chosen loss would never be used.`,
    recipe,
    turnOff((before) => ({ ...before, schedule: { ...before.schedule, warmUpEpochs: 0 } })),
  );
};

/** Of the shares those that fall on the points given, one each. */
function actingShares(shares: readonly number[], length: number, points: readonly number[]): number[] {
  return points.flatMap((point) => shares.find((share) => decayPoints(length, [share])[0] === point) ?? []);
}

const decays: Rule = (recipe, facts) => {
  const { schedule } = recipe;
  const length = recipe.epochs ?? recipe.steps!;
  const units = unitsOf(recipe, facts);
  const warmUp = units ? schedule.warmUpEpochs * units.perEpoch : 0;
  const points = decayPoints(length, schedule.decayAt);
  const kept = points.filter((point) => point >= warmUp).toSorted((a, b) => a - b);
  const plain: Recipe = {
    ...recipe,
    schedule: { ...schedule, decayAt: kept.map((point) => point / length) },
  };
  if (kept.length === schedule.decayAt.length) return silent('schedule.decayAt', plain);
  const lost = schedule.decayAt.length - kept.length;
  const which =
    kept.length === 0
      ? 'The learning rate never falls'
      : `${lost} of the decays ${lost === 1 ? 'does' : 'do'} nothing`;
  const why =
    points.length > kept.length
      ? 'the warm-up, which has a rate of its own, is still on then'
      : 'the run is too short, or they fall together or on its ends';
  return said('schedule.decayAt', `${which}: ${why}.`, plain, {
    label: kept.length === 0 ? 'Take them out' : 'Keep those that act',
    // As they were written: the shares of the steps they fall on have more digits.
    change: (before) => ({
      ...before,
      schedule: { ...before.schedule, decayAt: actingShares(schedule.decayAt, length, kept) },
    }),
  });
};

const decayFactor: Rule = (recipe) => {
  const { schedule, optimizer } = recipe;
  const movesReference = optimizer.name === 'pesg' && optimizer.epochDecay > 0;
  if (schedule.decayAt.length > 0 && (schedule.decayFactor > 1 || movesReference)) return null;
  const plain = {
    ...recipe,
    schedule: { ...schedule, decayAt: [], decayFactor: DEFAULTS.schedule.decayFactor },
  };
  if (schedule.decayFactor === DEFAULTS.schedule.decayFactor) return null;
  const reason =
    schedule.decayAt.length > 0
      ? 'A learning rate divided by 1 stays as it is.'
      : 'The learning rate never falls, so its factor changes nothing.';
  return said(
    'schedule.decayFactor',
    reason,
    plain,
    takeBack(DEFAULTS.schedule.decayFactor, (before) => ({
      ...before,
      schedule: { ...before.schedule, decayFactor: DEFAULTS.schedule.decayFactor },
    })),
  );
};

const endlessPatience: Rule = (recipe, facts) => {
  const units = unitsOf(recipe, facts);
  if (recipe.patience === null || !units) return null;
  // The best epoch is one of the main stage, and there must be one left to be spared.
  const main = units.epochs - recipe.schedule.warmUpEpochs;
  if (recipe.patience < main - 1) return null;
  return said(
    'patience',
    `A run of ${units.epochs} epochs ends before this patience does.`,
    {
      ...recipe,
      patience: null,
    },
    turnOff((before) => ({ ...before, patience: null })),
  );
};

const oneBatch: Rule = (recipe, { trainImages }) => {
  const { batch, balance } = recipe;
  const asMany =
    balance.name === 'none' || balance.name === 'weighted-loss' || balance.name === 'undersample';
  if (trainImages === null || !asMany || takesValApart(recipe)) return null;
  if (trainImages < 2 || batchCount(trainImages, batch) > 1 || batch === trainImages) return null;
  const plain = { ...recipe, batch: trainImages };
  if (batch === DEFAULTS.batch) return silent('batch', plain);
  return said(
    'batch',
    `All ${trainImages} training images fit into one batch, and more would not change it.`,
    plain,
    takeBack(DEFAULTS.batch, (before) => ({ ...before, batch: DEFAULTS.batch })),
  );
};

/** Training images that a share keeps; null where the sizes of the classes are not known. */
function keptImages({ protocol }: Recipe, { task, trainImages, classCounts }: DataFacts): number | null {
  if (protocol.trainFraction === 1) return trainImages;
  const sizes = task === 'multi-label' && trainImages !== null ? [trainImages] : classCounts;
  if (!sizes) return null;
  return sizes.reduce(
    (sum, size) => sum + Math.max(Math.round(protocol.trainFraction * size), Math.min(2, size)),
    0,
  );
}

const wholeShare: Rule = (recipe, facts) => {
  const { protocol } = recipe;
  if (protocol.trainFraction === 1 || takesValApart(recipe)) return null;
  if (facts.trainImages === null || keptImages(recipe, facts) !== facts.trainImages) return null;
  return said(
    'protocol.trainFraction',
    'So large a share of so few images is all of them.',
    {
      ...recipe,
      protocol: { ...protocol, trainFraction: 1 },
    },
    takeBack(1, (before) => ({ ...before, protocol: { ...before.protocol, trainFraction: 1 } })),
  );
};

const noWrongLabels: Rule = (recipe, facts) => {
  const { protocol } = recipe;
  const images = keptImages(recipe, facts);
  if (protocol.labelNoise === 0 || images === null || takesValApart(recipe)) return null;
  if (Math.round(protocol.labelNoise * images) > 0) return null;
  return said(
    'protocol.labelNoise',
    `So small a share of ${images} images is none: no label is changed.`,
    {
      ...recipe,
      protocol: { ...protocol, labelNoise: 0 },
    },
    takeBack(0, (before) => ({ ...before, protocol: { ...before.protocol, labelNoise: 0 } })),
  );
};

export const LENGTH_RULES: readonly Rule[] = [
  endlessWarmUp,
  decays,
  decayFactor,
  endlessPatience,
  oneBatch,
  wholeShare,
  noWrongLabels,
];
