import { useMemo } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import type { RunRow } from '../../storage/runs.ts';
import type { Tiles } from '../../ui/tiles.ts';
import type { ImageChoice, ModelReference } from '../../worker/protocol-model-jobs.ts';
import { useAnswer } from './use-answer.ts';

/** A training image as a run saw it that planted a mark on some; null for other runs, and until it has come. */
export function useMarkedImage(
  dataset: DatasetSummary,
  run: RunRow | null,
  image: ImageChoice,
): Tiles | null {
  const asked =
    image.of === 'set' && image.split === 'train' && run !== null && run.recipe.protocol.shortcut > 0
      ? run
      : null;
  const model: ModelReference = useMemo(
    () => ({
      runId: asked?.id ?? '',
      // Nothing is asked of a run that there is not.
      recipe: asked?.recipe ?? DEFAULT_RECIPE,
      datasetKey: dataset.key,
      epoch: null,
    }),
    [asked, dataset],
  );
  return useAnswer(model, 'seen-image', asked && { image }).answer;
}
