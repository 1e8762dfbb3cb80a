import { type Rule, said, turnOff } from './rule.ts';

const emptyEdition: Rule = (recipe) => {
  const { edition } = recipe;
  if (!edition || edition.train.leftOut.length + edition.train.relabelled.length > 0) return null;
  return said(
    'edition',
    `The edition "${edition.name}" changes no image yet.`,
    { ...recipe, edition: null },
    turnOff((before) => ({ ...before, edition: null })),
  );
};

export const EDITION_RULES: readonly Rule[] = [emptyEdition];
