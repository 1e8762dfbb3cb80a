import type { DatasetSummary, Task } from '../dataset.ts';
import type { ModelShape } from '../model-shape.ts';
import type { Recipe } from '../recipe/recipe.ts';

/** Logits per image: 1 for binary sets, one a class or label otherwise. */
export function outputCount(task: Task, classes: number): number {
  return task === 'binary' ? 1 : classes;
}

/** The network that a recipe asks for on a set. */
export function modelShapeOf(
  summary: Pick<DatasetSummary, 'dims' | 'size' | 'channels' | 'task' | 'classNames'>,
  { model, volume, stem, width }: Pick<Recipe, 'model' | 'volume' | 'stem' | 'width'>,
): ModelShape {
  const slices = summary.dims === 3 && volume === 'slices';
  return {
    ...(model === 'resnet-18' ? {} : { model }),
    dims: slices ? 2 : summary.dims,
    stem,
    width,
    channels: slices ? summary.size : summary.channels,
    outputs: outputCount(summary.task, summary.classNames.length),
  };
}
