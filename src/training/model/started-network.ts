import * as tf from '@tensorflow/tfjs-core';
import type { DatasetSummary } from '../../lab/dataset.ts';
import { fromTorchLayout } from '../../lab/model-export/trained-net.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { fitTargetOf, fitWeights } from '../../lab/start/fit.ts';
import { frozenParts } from '../../lab/start/frozen-parts.ts';
import { factsOfWeights, type StartWeights } from '../../lab/start/weights.ts';
import type { Network } from './network.ts';
import { createNetwork } from './registry.ts';

/**
 * The network that a run begins with, of which so much is frozen as the recipe says. What the weights do not give, a head for
 * other classes, is drawn by the seed as in a run from scratch.
 *
 * @param weights that it starts from; null: the recipe names none, or all comes from a checkpoint
 * @throws LabError `bad-recipe` where they are of another net
 */
export function createStartedNetwork(
  summary: DatasetSummary,
  recipe: Recipe,
  weights: StartWeights | null,
): Network {
  const net = createNetwork(summary, recipe, recipe.seed);
  if (!recipe.start) return net;
  net.frozen = frozenParts(recipe.model, recipe.start.frozen);
  try {
    if (weights) startFrom(net, weights, summary, recipe);
    return net;
  } catch (error) {
    net.dispose();
    throw error;
  }
}

function startFrom(net: Network, weights: StartWeights, summary: DatasetSummary, recipe: Recipe): void {
  const target = fitTargetOf(summary, recipe);
  for (const [name, array] of fitWeights(weights, factsOfWeights(weights), target)) {
    const variable = net.parameters.get(name) ?? net.statistics.get(name)!;
    tf.tidy(() => variable.assign(tf.tensor(fromTorchLayout(array).values, variable.shape)));
  }
}
