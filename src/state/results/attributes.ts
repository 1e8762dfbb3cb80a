import { useEffect, useState } from 'react';
import type { Attribute } from '../../lab/attributes/attribute.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import { byAttribute, codesOfPart, type GroupScore } from '../../lab/results/by-attribute.ts';
import type { RunRow } from '../../storage/runs.ts';
import { attributesOfSet } from '../../worker/client/attributes.ts';
import { useData } from '../data/store.ts';
import { inSlices } from './in-slices.ts';
import type { ScoredParts } from './scored-parts.ts';

/** What a run scores on each group of an attribute. */
export interface AttributeScores {
  readonly name: string;
  readonly groups: readonly GroupScore[];
}

/**
 * The scores of a run on one part by what a table said of its images; empty where it said nothing, or the set is not loaded.
 *
 * @param row as it may be shown
 */
export function useAttributeScores(
  row: RunRow,
  parts: ScoredParts,
  part: 'val' | 'test',
): readonly AttributeScores[] {
  const loaded = useData((state) => state.dataset?.key ?? null);
  const key = datasetKey(row.recipe.dataset);
  const [found, setFound] = useState<{
    readonly of: unknown;
    readonly scores: readonly AttributeScores[];
  }>({ of: null, scores: [] });
  const predictions = parts[part]?.predictions ?? null;
  useEffect(() => {
    if (loaded !== key || !predictions) return;
    const abort = new AbortController();
    const work = async () => {
      const scores: AttributeScores[] = [];
      for (const attribute of await attributesOfSet(key)) {
        const codes = codesFor(row, attribute, part, predictions);
        const groups =
          codes &&
          (await inSlices(byAttribute(predictions, row.dataset.task, attribute.groups, codes), abort.signal));
        if (abort.signal.aborted) return;
        if (groups && groups.length > 1) scores.push({ name: attribute.name, groups });
      }
      setFound({ of: predictions, scores });
    };
    // Where the worker has died meanwhile it is told elsewhere.
    work().catch(() => undefined);
    return () => abort.abort();
  }, [loaded, key, predictions, part, row]);
  return found.of === predictions ? found.scores : [];
}

function codesFor(
  { recipe }: RunRow,
  attribute: Attribute,
  part: 'val' | 'test',
  predictions: NonNullable<ScoredParts['val']>['predictions'],
): readonly number[] | null {
  // Of a part that may hold images twice nobody knows where they are from.
  if (part === 'val' && takesValApart(recipe) && !predictions.union) return null;
  return codesOfPart(attribute, part, predictions);
}
