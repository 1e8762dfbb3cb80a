import { useEffect, useState } from 'react';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { describeError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { takesValApart } from '../../lab/recipe/protocol.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { lab } from '../../worker/client/lab.ts';
import type { TableImages } from '../../worker/protocol.ts';

export interface TableImagesAnswer {
  /** Null while they are on their way. */
  readonly images: TableImages | null;
  readonly error: LabErrorDescription | null;
}

const NONE: TableImagesAnswer = { images: null, error: null };

/**
 * The validation images of a set.
 *
 * @param recipe of the run that is shown: only one that mixes the parts has other images
 */
export function useTableImages(dataset: DatasetSummary | null, recipe: Recipe | null): TableImagesAnswer {
  const [answer, setAnswer] = useState(NONE);
  const key = dataset?.key ?? null;
  const mixing = recipe && takesValApart(recipe) ? recipe : null;
  useEffect(() => {
    if (key === null) return;
    let current = true;
    setAnswer(NONE);
    lab.tableImages(key, mixing).then(
      (images) => current && setAnswer({ images, error: null }),
      (error: unknown) => current && setAnswer({ images: null, error: describeError(error) }),
    );
    return () => {
      current = false;
    };
  }, [key, mixing]);
  return answer;
}
