import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelShapeOf } from '../lab/models/model-shape-of.ts';
import { DEFAULT_RECIPE } from '../lab/recipe/recipe.ts';
import { ResNet18 } from './model/resnet18.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { digestOf, drawDigests } from './testing/draw-digests.ts';
import { FIXED_DRAWS, FIXED_FUNCTIONS, FIXED_WEIGHTS } from './testing/fixed-draws.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';

describe('what is drawn has the same bytes in every engine: here Chromium’s', () => {
  let before: number;
  beforeAll(async () => {
    await activateTestBackend('cpu');
    await tf.setBackend('cpu');
    before = tf.memory().numTensors;
  });
  afterAll(() => expect(tf.memory().numTensors).toBe(before));

  it('normal draws and augmented batches', async () => {
    expect(await drawDigests()).toEqual(FIXED_DRAWS);
  });

  it('the first weights of a network', async () => {
    const { summary } = syntheticDataset();
    const model = new ResNet18(modelShapeOf(summary, { ...DEFAULT_RECIPE, width: 4 }), 1);
    const weights = [...model.parameters.values()].map((parameter) => parameter.dataSync());
    model.dispose();
    expect(await digestOf(...weights)).toBe(FIXED_WEIGHTS);
  });

  it('the functions that the losses are made of, on the cpu backend', async () => {
    const values = Float32Array.from({ length: 2001 }, (_, place) => (place - 1000) / 25);
    const results = tf.tidy(() => {
      const x = tf.tensor1d(values);
      return [tf.sigmoid(x), tf.exp(x), tf.log(tf.abs(x)), tf.log1p(tf.exp(tf.neg(tf.abs(x))))].map(
        (result) => result.dataSync().slice(),
      );
    });
    expect(await digestOf(...results)).toBe(FIXED_FUNCTIONS);
  });
});
