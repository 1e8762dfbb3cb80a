import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { syntheticDataset } from './synthetic-dataset.ts';

/** Small enough for the slowest backend: 3 steps an epoch on the synthetic set. */
const SMALL = {
  width: 2,
  batch: 16,
  epochs: 3,
  normalise: 'half',
  loss: { name: 'cross-entropy' },
  optimizer: { name: 'adam' },
} as const;

export const dataset = syntheticDataset();
export const recipeOf = (changes: object = {}): Recipe => parseRecipe({ ...SMALL, ...changes });

/** However a run ends, it leaves no tensor and no byte behind: each test of the file is held to that. */
export function holdToNoLeak(): void {
  let before: tf.MemoryInfo;
  beforeEach(() => {
    before = tf.memory();
  });
  afterEach(() => {
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    expect({ numTensors, numBytes, numDataBuffers }).toEqual({
      numTensors: before.numTensors,
      numBytes: before.numBytes,
      numDataBuffers: before.numDataBuffers,
    });
  });
}
