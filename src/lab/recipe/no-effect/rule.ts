import type { DataFacts } from '../data-facts.ts';
import type { Recipe } from '../recipe.ts';

/** A change of the recipe that mends it, for a button. */
export interface Mend {
  /** What a press does, for instance "Turn it off". */
  readonly label: string;
  readonly change: (recipe: Recipe) => Recipe;
}

/** Something that changes nothing. */
export interface Finding {
  /** Dotted path of the field. */
  readonly path: string;
  /** One sentence for a student; null where another field's own words say it. */
  readonly reason: string | null;
  /** Whether a run with it is refused, as it would pass for something that it is not. */
  readonly refused: boolean;
  /** A recipe that gives the same curve without it. */
  readonly plain: Recipe;
  /** The nearest way to a recipe of which this is not to be said. */
  readonly mend: Mend | null;
}

/** @returns null where the field it is about has an effect, or is at rest */
export type Rule = (recipe: Recipe, facts: DataFacts) => Finding | null;

export function said(path: string, reason: string, plain: Recipe, mend: Mend): Finding {
  return { path, reason, refused: false, plain, mend };
}

export function silent(path: string, plain: Recipe): Finding {
  return { path, reason: null, refused: false, plain, mend: null };
}

export function refused(path: string, reason: string, plain: Recipe, mend: Mend): Finding {
  return { path, reason, refused: true, plain, mend };
}

/** A press that takes a choice back. */
export const turnOff = (change: Mend['change']): Mend => ({ label: 'Turn it off', change });

/** A press that sets a field to what it has by default. */
export const takeBack = (value: string | number, change: Mend['change']): Mend => ({
  label: `Back to ${value}`,
  change,
});
