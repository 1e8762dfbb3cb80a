import type { DatasetSummary } from '../../lab/dataset.ts';
import type { ModelShape } from '../../lab/model-shape.ts';
import { modelShapeOf } from '../../lab/models/model-shape-of.ts';
import type { ModelName } from '../../lab/models/names.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { Linear } from './linear.ts';
import type { Network } from './network.ts';
import { ResNet18 } from './resnet18.ts';
import { SmallCnn } from './small-cnn.ts';

type Construct = new (shape: ModelShape, seed: number | null, edge: number) => Network;

const NETWORKS: Readonly<Record<ModelName, Construct>> = {
  'resnet-18': ResNet18,
  'small-cnn': SmallCnn,
  linear: Linear,
};

/**
 * The network that a recipe asks for on a set.
 *
 * @param seed of the initial weights; null: they come from a checkpoint
 */
export function createNetwork(summary: DatasetSummary, recipe: Recipe, seed: number | null): Network {
  return new NETWORKS[recipe.model](modelShapeOf(summary, recipe), seed, summary.size);
}
