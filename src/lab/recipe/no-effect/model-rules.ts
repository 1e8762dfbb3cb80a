import { MODELS } from '../../models/registry.ts';
import { frozenChoices, frozenParts } from '../../start/frozen-parts.ts';
import { FROZEN_WORDS } from '../../start/start.ts';
import { DEFAULT_RECIPE, type Recipe } from '../recipe.ts';
import { type Rule, said, takeBack } from './rule.ts';

/** Only a ResNet has a stem. */
const stemOfOther: Rule = (recipe) => {
  const { stem } = DEFAULT_RECIPE;
  if (recipe.model === 'resnet-18' || recipe.stem === stem) return null;
  return said(
    'stem',
    `The ${MODELS[recipe.model].shortName} has no stem.`,
    { ...recipe, stem },
    takeBack(stem, (before) => ({ ...before, stem })),
  );
};

const widthOfLinear: Rule = (recipe) => {
  const { width } = DEFAULT_RECIPE;
  if (recipe.model !== 'linear' || recipe.width === width) return null;
  return said(
    'width',
    'A linear model has no channels of its own, so it has no width.',
    { ...recipe, width },
    takeBack(width, (before) => ({ ...before, width })),
  );
};

/** What cannot be frozen of a network is as if nothing were, and all of its stages are all but the head. */
const frozenOfOther: Rule = (recipe) => {
  const { model, start } = recipe;
  if (!start || frozenChoices(model).includes(start.frozen)) return null;
  const all = MODELS[model].parts.length;
  const frozen = all > 0 && frozenParts(model, start.frozen) === all ? 'body' : 'nothing';
  const { shortName } = MODELS[model];
  const reason =
    all === 0
      ? `A ${shortName} is a head alone: nothing comes before it that could stay as it is.`
      : frozen === 'body'
        ? `After stage ${all} of the ${shortName} only the head is left.`
        : `The ${shortName} has no stem.`;
  const plain = (before: Recipe): Recipe => ({
    ...before,
    start: before.start && { ...before.start, frozen },
  });
  return said('start.frozen', reason, plain(recipe), {
    label: FROZEN_WORDS[frozen].label,
    change: plain,
  });
};

export const MODEL_RULES: readonly Rule[] = [stemOfOther, widthOfLinear, frozenOfOther];
