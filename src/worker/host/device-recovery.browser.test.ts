import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebgpuDeviceLostError } from '../../kernels/webgpu/errors.ts';
import { disposeWebgpuBackend, webgpuDevice } from '../../kernels/webgpu/register.ts';
import { createRandom } from '../../lab/random.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import { RunControl } from '../../training/run-control.ts';
import { tinyDataset } from '../../training/testing/tiny-dataset.ts';
import { trainRun } from '../../training/train-run.ts';
import { webgpu } from './backends/webgpu.ts';
import { DeviceRecovery } from './device-recovery.ts';

/** Two classes that overlap, so that every step's loss is a number of its own. */
function noisyDataset() {
  const labels = (count: number) => Array.from({ length: count }, (_, index) => index % 2);
  const dataset = tinyDataset({ train: labels(12), val: labels(6), test: labels(6) });
  const random = createRandom(5);
  for (const { images, labels } of Object.values(dataset.splits)) {
    images.forEach((_, place) => {
      images[place] = 90 + 40 * labels[Math.floor(place / 16)]! + 60 * random.uniform();
    });
  }
  return dataset;
}

/** A net of few kernels: each device compiles all of them anew, and what is lost with it is the same for every net. */
const RECIPE = parseRecipe({
  ...{ model: 'small-cnn', width: 4, batch: 4, epochs: 3, seed: 3 },
  optimizer: { name: 'pesg', learningRate: 0.1 },
  loss: { name: 'aucm' },
  schedule: { warmUpEpochs: 1, decayAt: [0.7] },
});

let device: string;

/** Trains, with `onEvent` told of each event as it happens. */
async function train(onEvent: (event: RunEvent) => void): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const recovery = new DeviceRecovery(device);
  await trainRun(noisyDataset(), RECIPE, {
    control: new RunControl({ onPaused: () => {}, onResumed: () => {} }),
    emit(event) {
      events.push(event);
      onEvent(event);
    },
    backend: { name: 'webgpu', label: '', device: '', threads: null, chosen: true, reason: '' },
    versions: { lab: '', tfjs: '' },
    recover: (error) => recovery.recover(error),
  });
  return events;
}

const lossesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'progress' ? event.losses : []));
const epochsOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'epoch' ? [[event.record.epoch, event.record.trainLoss, event.record.val.auc]] : [],
  );

const rankingOf = (events: readonly RunEvent[]) => {
  const last = events.at(-1)!;
  return last.kind === 'finished' ? last.ranking : null;
};

describe('a run whose device is lost', () => {
  let undisturbed: RunEvent[];

  beforeAll(async () => {
    device = (await webgpu.start()).device;
    undisturbed = await train(() => {});
  });
  afterAll(disposeWebgpuBackend);

  test('pauses, goes on with a new device, and loses nothing', async () => {
    let lost = 0;
    const tensors = tf.memory().numTensors;
    const events = await train((event) => {
      // In the middle of the second epoch, and while the test part is scored.
      const training = event.kind === 'progress' && event.step >= 4;
      const scoring = event.kind === 'evaluating' && event.split === 'test';
      if ((lost === 0 && training) || (lost === 1 && scoring)) {
        lost += 1;
        webgpuDevice().destroy();
      }
    });
    expect(lost).toBe(2);
    expect(events.filter(({ kind }) => kind === 'paused')).toHaveLength(2);
    expect(events.filter(({ kind }) => kind === 'resumed')).toHaveLength(2);
    expect(lossesOf(events)).toEqual(lossesOf(undisturbed));
    expect(lossesOf(events)).toHaveLength(9);
    expect(epochsOf(events)).toEqual(epochsOf(undisturbed));
    const [last, expected] = [events.at(-1)!, undisturbed.at(-1)!];
    if (last.kind !== 'finished' || expected.kind !== 'finished') throw new Error('The run did not finish');
    expect(last.test).toEqual(expected.test);
    expect(last.val).toEqual(expected.val);
    expect(last.ranking).toEqual(expected.ranking);
    expect(last.summary.ranking).toEqual(expected.summary.ranking);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('loses no epoch when the device goes while the best weights are read', async () => {
    let scored = false;
    let lost = false;
    const { data } = tf.Tensor.prototype;
    // Behind the last batch of val the first variables to be read are the weights of the best epoch.
    tf.Tensor.prototype.data = function (this: tf.Tensor) {
      if (scored && !lost && this instanceof tf.Variable) {
        lost = true;
        webgpuDevice().destroy();
      }
      return data.call(this);
    } as typeof data;
    onTestFinished(() => {
      tf.Tensor.prototype.data = data;
    });
    const events = await train((event) => {
      scored ||= event.kind === 'evaluating' && event.split === 'val' && event.done === event.total;
    });
    expect(lost).toBe(true);
    expect(events.filter(({ kind }) => kind === 'resumed')).toHaveLength(1);
    expect(epochsOf(events)).toEqual(epochsOf(undisturbed));
    expect(rankingOf(events)).not.toBeNull();
    expect(rankingOf(events)).toEqual(rankingOf(undisturbed));
    expect(lossesOf(events)).toEqual(lossesOf(undisturbed));
  });

  test('ends and offers the processor where another adapter comes back', async () => {
    const recovery = new DeviceRecovery('an adapter that was taken out');
    await expect(recovery.recover(new WebgpuDeviceLostError('unplugged'))).rejects.toMatchObject({
      code: 'device-lost',
      message: expect.stringContaining('another adapter'),
    });
  });

  test('after the third loss it ends and offers the processor', async () => {
    const run = train((event) => {
      if (event.kind === 'progress' || event.kind === 'resumed') webgpuDevice().destroy();
    });
    await expect(run).rejects.toMatchObject({ code: 'device-lost', remedy: expect.stringContaining('SIMD') });
    await webgpu.start();
  });
});
