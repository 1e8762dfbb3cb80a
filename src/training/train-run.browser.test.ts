import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { scoreRanking } from '../lab/ranking/cross-fit.ts';
import { halvesOf } from '../lab/ranking/halves.ts';
import type { RankingScores, Scores } from '../lab/run-record.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { dataset, holdToNoLeak, recipeOf } from './testing/small-run.ts';
import { TEST_BACKEND, type Told, train } from './testing/told-run.ts';

beforeAll(() => activateTestBackend('cpu'));
holdToNoLeak();

describe('a run', () => {
  it('tells in order what happens', async () => {
    const told = await train(dataset, recipeOf());
    const [first] = told.events;
    expect(first).toMatchObject({
      kind: 'started',
      stepsPerEpoch: 3,
      backend: TEST_BACKEND,
      dataset: dataset.summary,
    });
    expect(told.events.filter(({ kind }) => kind === 'started')).toHaveLength(1);
    expect(told.last.kind).toBe('finished');

    const counted = told.of('progress');
    expect(told.losses).toHaveLength(9);
    let steps = 0;
    for (const { step, losses } of counted) {
      steps += losses.length;
      expect(step).toBe(steps);
    }
    // Each epoch: all its steps, val in two batches, the record.
    const kinds = told.events
      .map((event) => {
        if (event.kind === 'evaluating') return `${event.split} ${event.done}/${event.total}`;
        return event.kind === 'epoch' ? `epoch ${event.record.epoch}` : event.kind;
      })
      .filter((kind) => kind !== 'progress');
    expect(kinds).toEqual([
      'started',
      ...[1, 2, 3].flatMap((epoch) => ['val 16/24', 'val 24/24', `epoch ${epoch}`]),
      'test 16/24',
      'test 24/24',
      'finished',
    ]);
    told.of('epoch').forEach(({ record }) => {
      const soFar = told.events.slice(
        0,
        told.events.findIndex((event) => event.kind === 'epoch' && event.record === record),
      );
      const stepsSoFar = soFar.flatMap((event) => (event.kind === 'progress' ? event.losses : [])).length;
      expect(stepsSoFar).toBe(3 * record.epoch);
    });
  });

  it('sums up what it told: mean losses, the best epoch by val AUC, test scored with predictions', async () => {
    const told = await train(dataset, recipeOf());
    const { summary, val, test } = told.finished;
    const records = told.of('epoch').map(({ record }) => record);
    records.forEach((record, place) => {
      const losses = told.losses.slice(3 * place, 3 * place + 3);
      expect(record.trainLoss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 3, 6);
    });
    const best = Math.max(...records.map((record) => record.val.auc));
    expect(summary.val.auc).toBe(best);
    expect(summary.bestEpoch).toBe(records.find((record) => record.val.auc === best)!.epoch);
    expect(summary).toMatchObject({ epochs: 3, ended: 'all-epochs' });
    expect(val.logits).toHaveLength(24);
    expect([...test!.labels]).toEqual([...dataset.splits.test.labels]);
    expect(summary.test).not.toBeNull();
    expect(summary.imagesPerSecond).toBeGreaterThan(0);
  });

  it('is ranked by each half of val with the epoch that is best on the other half', async () => {
    const recipe = recipeOf({ ...UNSTEADY, schedule: { decayAt: [] } });
    const told = await train(dataset, recipe);
    const { summary, ranking, val } = told.finished;
    expect(scoreRanking(ranking!, 'binary')).toEqual(withoutEpochs(summary.ranking!));
    const halves = halvesOf(val, 'binary');
    expect(summary.ranking!.epochs).toHaveLength(2);
    // Cut off after an epoch, a run has that epoch's scores of a half that it is best for.
    for (const [half, epoch] of summary.ranking!.epochs.entries()) {
      const until = await train(dataset, recipe, (event, control) => {
        if (event.kind === 'epoch' && event.record.epoch === epoch) control.stop();
      });
      const { ranking: cut, summary: cutSummary } = until.finished;
      expect(cutSummary.ranking!.epochs[half]).toBe(epoch);
      for (const [image, part] of halves.entries()) {
        if (part === half) expect(cut!.logits[image]).toBe(ranking!.logits[image]);
      }
    }

    function withoutEpochs({ epochs: _, ...scores }: RankingScores): Scores {
      return scores;
    }
  });

  it('scores the test part with the weights of the best epoch', async () => {
    const schedule = { decayAt: [] };
    const [whole, best] = await wholeAndBest();
    const until = await train(dataset, recipeOf({ schedule, ...UNSTEADY, epochs: best }));
    expect(until.finished.summary.bestEpoch).toBe(best);
    expect(whole.finished.test).toEqual(until.finished.test);
    expect(whole.finished.val).toEqual(until.finished.val);

    async function wholeAndBest(): Promise<[Told, number]> {
      const told = await train(dataset, recipeOf({ schedule, ...UNSTEADY }));
      const { bestEpoch, epochs } = told.finished.summary;
      // Else the last weights would be the best ones and the test could not fail.
      expect(bestEpoch).toBeLessThan(epochs);
      return [told, bestEpoch];
    }
  });
});

/** A learning rate so large that val goes up and down. */
const UNSTEADY = { optimizer: { name: 'sgd', learningRate: 0.5 }, epochs: 6 } as const;

describe.each(['cpu', 'simd'])('on %s', (backend) => {
  beforeAll(async () => {
    await activateTestBackend(backend);
    return () => activateTestBackend('cpu');
  });

  it('one recipe gives one curve, to the last bit; another seed another', async () => {
    const recipe = recipeOf({ ...EVERYTHING, epochs: 2 });
    const first = await train(dataset, recipe);
    const again = await train(dataset, recipe);
    expect(again.curve).toEqual(first.curve);
    const other = await train(dataset, { ...recipe, seed: 2 });
    expect(other.losses).not.toEqual(first.losses);
    expect(other.losses[0]).not.toBe(first.losses[0]);
  });
});

/** Everything that draws. */
const EVERYTHING = {
  augment: { flip: {}, noise: {}, shift: {} },
  balance: { name: 'upsample-augmented' },
  loss: { name: 'aucm' },
  optimizer: { name: 'pesg' },
} as const;

describe('a person', () => {
  it('pauses, steps one batch, resumes: the curve is that of a run left alone', async () => {
    const stepsAtPauses: number[] = [];
    const steered = await train(dataset, recipeOf(), (event, control, told) => {
      if (event.kind === 'started') control.pause();
      if (event.kind !== 'paused') return;
      stepsAtPauses.push(told.losses.length);
      if (stepsAtPauses.length <= 2) queueMicrotask(() => control.step());
      else queueMicrotask(() => control.resume());
    });
    // The page is up to date whenever the run stands still.
    expect(stepsAtPauses).toEqual([0, 1, 2]);
    expect(steered.of('resumed')).toHaveLength(1);
    expect(steered.curve).toEqual((await train(dataset, recipeOf())).curve);
  });

  it('stops before the first epoch is over: nothing is summed up', async () => {
    const told = await train(dataset, recipeOf(), (event, control) => {
      if (event.kind === 'started') control.pause();
      if (event.kind === 'paused') queueMicrotask(() => (event.step === 0 ? control.step() : control.stop()));
    });
    expect(told.last).toEqual({ kind: 'stopped' });
    expect(told.losses).toHaveLength(1);
  });

  it('stops while val is scored: the epochs before count', async () => {
    const told = await train(dataset, recipeOf(), (event, control, { events }) => {
      const epochs = events.filter(({ kind }) => kind === 'epoch').length;
      if (event.kind === 'evaluating' && epochs === 1) control.stop();
    });
    expect(told.finished).toMatchObject({ test: null, summary: { ended: 'stopped', test: null, epochs: 1 } });
    expect(told.losses).toHaveLength(6);
    expect(told.of('evaluating').every(({ split }) => split === 'val')).toBe(true);
  });

  it('stops after an epoch: it is summed up, and the test part stays closed', async () => {
    const told = await train(dataset, recipeOf(), (event, control) => {
      if (event.kind === 'epoch') control.stop();
    });
    const { summary, val, test } = told.finished;
    expect(summary).toMatchObject({ ended: 'stopped', test: null, epochs: 1, bestEpoch: 1 });
    expect(val.logits).toHaveLength(24);
    expect(test).toBeNull();
    expect(told.of('evaluating').some(({ split }) => split === 'test')).toBe(false);
  });

  it.each([
    ['a fold', { protocol: { folds: 3, fold: 2 } }],
    ['a small CNN', { model: 'small-cnn' }],
    ['a linear model', { model: 'linear' }],
  ])('stops %s within an epoch; nothing of it is left, and trained anew it is whole', async (_, changes) => {
    const { numTensors, numBytes } = tf.memory();
    const recipe = recipeOf(changes);
    const cut = await train(dataset, recipe, (event, control) => {
      if (event.kind === 'started') control.pause();
      if (event.kind === 'paused') queueMicrotask(() => (event.step < 2 ? control.step() : control.stop()));
    });
    expect(cut.last).toEqual({ kind: 'stopped' });
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    const whole = await train(dataset, recipe);
    expect(whole.finished.summary.ended).toBe('all-epochs');
    expect(whole.losses.slice(0, 2)).toEqual(cut.losses);
  });
});
