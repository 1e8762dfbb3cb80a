import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, expect, it } from 'vitest';
import { createRandom } from '../../lab/random.ts';
import { createSgd } from '../optimizer/sgd.ts';
import { activateTestBackend } from '../testing/activate-test-backend.ts';
import { createAucMargin } from './aucm.ts';

beforeAll(() => activateTestBackend('cpu'));

/** Descends in the logits themselves, as a network with all freedom would; returns the last loss and the mean score. */
async function descend(frozen: boolean) {
  const loss = createAucMargin(
    { task: 'binary', outputs: 1, classWeights: null, frozen },
    { margin: 1, version: 'v1' },
  );
  const logits = tf.variable(tf.zeros([8, 1]), true, `logits-${frozen}`);
  const labels = Uint8Array.of(0, 1, 0, 1, 0, 0, 1, 0);
  const parameters = [logits, ...loss.trainable];
  const optimizer = createSgd(
    { parameters, random: createRandom(1) },
    { learningRate: 2, momentum: 0.9, weightDecay: 0 },
  );
  let last = 0;
  for (let step = 0; step < 200; step++) {
    const { value, grads } = tf.variableGrads(
      () => loss.compute(logits as unknown as tf.Tensor2D, labels),
      parameters,
    );
    optimizer.step(parameters.map((parameter) => grads[parameter.name]!));
    loss.afterStep(0.1);
    last = (await value.data())[0]!;
    tf.dispose([value, grads]);
  }
  const scores = [...(await tf.tidy(() => tf.sigmoid(logits)).data())];
  const gap =
    scores.filter((_, item) => labels[item] === 1).reduce((sum, score) => sum + score, 0) / 3 -
    scores.filter((_, item) => labels[item] === 0).reduce((sum, score) => sum + score, 0) / 5;
  loss.dispose();
  optimizer.dispose();
  logits.dispose();
  return { last, gap, largest: Math.max(...scores), moved: loss.trainable.length };
}

it('with a, b and α frozen at 0 collapses: every score goes to 0, and so does the loss', async () => {
  const frozen = await descend(true);
  expect(frozen.moved).toBe(0);
  expect(frozen.last).toBeLessThan(0.01);
  expect(frozen.largest).toBeLessThan(0.2);
  expect(frozen.gap).toBeLessThan(0.05);
  const moving = await descend(false);
  expect(moving.gap).toBeGreaterThan(0.3);
});
