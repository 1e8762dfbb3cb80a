import { MODELS } from '../../models/registry.ts';
import { DEFAULT_RECIPE } from '../recipe.ts';
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

export const MODEL_RULES: readonly Rule[] = [stemOfOther, widthOfLinear];
