import { useEffect, useMemo } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { foldSteps, type ImageEdits, stepOf } from '../../lab/edition/steps.ts';
import type { StoredEdition } from '../../lab/edition/stored-edition.ts';
import { useRecipe } from '../recipe/store.ts';
import { activeEdition, loadEditions, useEditions } from './store.ts';

/** The edition of this set that the form's recipe trains on. */
export interface CurrentEdition {
  /** Null where the recipe has none, or has one that is not kept here. */
  readonly stored: StoredEdition | null;
  /** Name of the recipe's edition; null: the set as it is. */
  readonly name: string | null;
  /** By training image. */
  readonly edits: ReadonlyMap<number, ImageEdits>;
  /** All that are kept of this set. */
  readonly all: readonly StoredEdition[];
}

const NO_EDITS: ReadonlyMap<number, ImageEdits> = new Map();

export function useEdition({ fingerprint }: DatasetSummary): CurrentEdition {
  const recipeEdition = useRecipe((state) => state.recipe.edition);
  const editions = useEditions((state) => state.editions);
  useEffect(() => void loadEditions(), []);
  return useMemo(() => {
    const wanted = recipeEdition?.fingerprint === fingerprint ? recipeEdition : null;
    return {
      stored: activeEdition(editions, wanted),
      name: wanted?.name ?? null,
      edits: wanted ? foldSteps([stepOf(wanted)]) : NO_EDITS,
      all: editions.filter((edition) => edition.fingerprint === fingerprint),
    };
  }, [recipeEdition, editions, fingerprint]);
}
