import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import type { Learner } from './learner.ts';
import { createCrossEntropy } from './loss/cross-entropy.ts';
import { tinyDataset } from './testing/tiny-dataset.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A score for each image, two to a batch; what a device does is written down in its order. */
function device({ fails }: { fails?: number } = {}) {
  const log: string[] = [];
  const dataset = tinyDataset({ train: [0, 1], val: [0, 1, 0, 1, 1], test: [0, 1] });
  const learner: Learner = {
    shape: { ...{ model: 'resnet-18', dims: 2, stem: 'small' }, width: 1, channels: 1, outputs: 1 } as never,
    trained: [],
    frozenOutput: (images) => images,
    trainedOutput(images) {
      const [from] = images.dataSync();
      log.push(`compute ${from}`);
      const output = tf.reshape(images, [-1, 1]) as tf.Tensor2D;
      const data = output.data.bind(output);
      output.data = async <D>() => {
        const values = await data();
        // A readback comes some tasks later.
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (from === fails) throw new Error('the device was lost');
        log.push(`read ${from}`);
        return values as D;
      };
      return output;
    },
  };
  const input = {
    begin: () => undefined,
    training: () => {
      throw new Error('not trained here');
    },
    evaluation: (_: string, start: number, end: number) => tf.range(start, end),
  };
  const loss = createCrossEntropy({ task: 'binary', outputs: 1, classWeights: null });
  const run = async (afterBatch: (done: number) => Promise<void> = async () => undefined) =>
    await evaluate(learner, loss, dataset, 'val', input, 2, afterBatch);
  return { log, run };
}

describe('an evaluation', () => {
  it('gives the device its next batch before the last one is read back', async () => {
    const { log, run } = device();
    const tensors = tf.memory().numTensors;
    const { predictions } = await run();
    expect(log).toEqual(['compute 0', 'compute 2', 'read 0', 'compute 4', 'read 2', 'read 4']);
    expect([...predictions.logits]).toEqual([0, 1, 2, 3, 4]);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it.each([0, 2, 4])(
    'fails with the device, whichever batch it was, and keeps nothing (%i)',
    async (fails) => {
      const { run } = device({ fails });
      const tensors = tf.memory().numTensors;
      await expect(run()).rejects.toThrow('the device was lost');
      expect(tf.memory().numTensors).toBe(tensors);
    },
  );

  it('keeps nothing when it is stopped while a batch is read', async () => {
    const { run } = device();
    const tensors = tf.memory().numTensors;
    const stop = async (done: number) => {
      if (done === 4) throw new Error('stopped');
    };
    await expect(run(stop)).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
