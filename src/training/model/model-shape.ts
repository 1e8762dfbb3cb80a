import type { DatasetSummary } from '../../lab/dataset.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { outputCount } from '../targets.ts';

/** The network that a recipe asks for on a set. */
export function modelShapeOf(summary: DatasetSummary, { model, volume, stem, width }: Recipe): ModelShape {
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
