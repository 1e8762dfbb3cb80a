import type { DataFacts } from '../data-facts.ts';
import type { Recipe } from '../recipe.ts';

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
}

/** @returns null where the field it is about has an effect, or is at rest */
export type Rule = (recipe: Recipe, facts: DataFacts) => Finding | null;

export function said(path: string, reason: string, plain: Recipe): Finding {
  return { path, reason, refused: false, plain };
}

export function silent(path: string, plain: Recipe): Finding {
  return { path, reason: null, refused: false, plain };
}

export function refused(path: string, reason: string, plain: Recipe): Finding {
  return { path, reason, refused: true, plain };
}
