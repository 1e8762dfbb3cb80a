import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { AUGMENTATIONS } from '../../../lab/augment/registry.ts';
import { type Dataset, imageLength } from '../../../lab/dataset.ts';
import { activateTestBackend } from '../../../training/testing/activate-test-backend.ts';
import { holdToNoLeak, recipeOf } from '../../../training/testing/small-run.ts';
import { type SyntheticSettings, syntheticDataset } from '../../../training/testing/synthetic-dataset.ts';
import type { ModelJobName, ModelJobs } from '../../protocol-model-jobs.ts';
import { runnerWith, trained } from '../testing/trained-weights.ts';
import { TrainedModel } from '../trained-model.ts';

beforeAll(() => activateTestBackend('cpu'));
holdToNoLeak();

const CASES = [
  ['binary', {}, {}],
  ['normalised by the training part', { channels: 3 }, { normalise: 'train' }],
  ['multi-class', { task: 'multi-class', classes: 3 }, {}],
  ['multi-label', { task: 'multi-label', classes: 3 }, { loss: { name: 'bce' } }],
  ['volumes', { dims: 3, size: 6 }, { epochs: 1 }],
  ['slices as channels', { dims: 3, size: 6 }, { volume: 'slices' }],
  ['the pitfall of mixed normalisation', {}, { pitfalls: { mixedNormalisation: true } }],
  ['the pitfall of a leaky split', {}, { pitfalls: { leakySplit: true } }],
  ['another evaluation', {}, { augment: { shapeTransform: {} } }],
] as const;

describe('a trained model', () => {
  it.each(CASES)('gives the scores of its run: %s', async (_, settings, changes) => {
    const dataset = syntheticDataset(settings);
    const recipe = recipeOf({ epochs: 2, ...changes });
    const { best, weights } = await trained(dataset, recipe);
    const { runner, results } = runnerWith(weights);
    const model = { runId: 'run', recipe, datasetKey: dataset.summary.key, epoch: null };
    const ask = () =>
      runner.run(dataset, model, 'features', { split: 'val', most: null }, 'ticket', () => {});
    const answer = await ask();
    const { logits, labels } = best.evaluation.predictions;
    answer.logits.forEach((value, place) => {
      expect(value).toBeCloseTo(logits[place]!, 5);
    });
    expect(answer.labels).toEqual(labels);
    expect(answer.features).toHaveLength((answer.width * labels.length) / rowLength(dataset));
    // Asked again, it is what was kept.
    expect(await ask()).toBe([...results.values()][0]);
  });

  it.each([
    ['flat images', {}, {}],
    ['colours, several classes', { channels: 3, task: 'multi-class', classes: 3 }, {}],
    ['volumes', { dims: 3, size: 6 }, { epochs: 1 }],
    ['several labels', { task: 'multi-label', classes: 3 }, { loss: { name: 'bce' } }],
  ] as const)('is scored under stress, and as it is like in its run: %s', async (_, settings, changes) => {
    const dataset = syntheticDataset(settings);
    const recipe = recipeOf({ epochs: 2, ...changes });
    const { best, weights } = await trained(dataset, recipe);
    const { runner } = runnerWith(weights);
    const model = { runId: 'run', recipe, datasetKey: dataset.summary.key, epoch: null };
    const shares: number[] = [];
    const ask = (name: 'noise' | null) =>
      runner.run(dataset, model, 'stress', { split: 'val', name }, 'ticket', ({ done, total }) =>
        shares.push(done / total),
      );
    const clean = await ask(null);
    expect(clean.scores).toHaveLength(1);
    expect(clean.scores![0]!.auc).toBeCloseTo(best.evaluation.scores.auc, 9);
    const noisy = await ask('noise');
    expect(noisy.scores).toHaveLength(5);
    expect(shares.at(-1)).toBe(1);
    expect(await ask('noise')).toEqual(noisy);
  });

  it('scores images that are not of the set', async () => {
    const dataset = syntheticDataset();
    const recipe = recipeOf({ epochs: 1 });
    const { best, weights } = await trained(dataset, recipe);
    const model = await TrainedModel.open(dataset, recipe, weights);
    try {
      const { images } = dataset.splits.val;
      const logits = await model.logits(images.slice(0, 3 * imageLength(dataset.summary)));
      logits.forEach((value, place) => {
        expect(value).toBeCloseTo(best.evaluation.predictions.logits[place]!, 5);
      });
    } finally {
      model.dispose();
    }
  });

  it('is refused where its weights are of other images, of another recipe, or gone', async () => {
    const dataset = syntheticDataset();
    const recipe = recipeOf({ epochs: 1 });
    const { weights } = await trained(dataset, recipe);
    const other = { ...dataset, summary: { ...dataset.summary, fingerprint: '1'.repeat(64) } };
    await expect(TrainedModel.open(other, recipe, weights)).rejects.toMatchObject({ code: 'no-weights' });
    await expect(TrainedModel.open(dataset, recipeOf({ epochs: 7 }), weights)).rejects.toThrow(
      'another recipe',
    );
    const model = { runId: 'run', recipe, datasetKey: dataset.summary.key, epoch: null };
    const gone = runnerWith(null).runner.run(
      dataset,
      model,
      'features',
      { split: 'val', most: null },
      't',
      () => {},
    );
    await expect(gone).rejects.toMatchObject({ code: 'no-weights' });
  });

  it('that is given up leaves nothing behind', async () => {
    const dataset = syntheticDataset({ counts: { train: 96, val: 24, test: 24 } });
    const recipe = recipeOf({ epochs: 1 });
    const { weights } = await trained(dataset, recipe);
    const { runner, results } = runnerWith(weights);
    const model = { runId: 'run', recipe, datasetKey: dataset.summary.key, epoch: null };
    const steps: number[] = [];
    const job = runner.run(
      dataset,
      model,
      'features',
      { split: 'train', most: null },
      'ticket',
      ({ done }) => {
        steps.push(done);
        runner.cancel('ticket');
      },
    );
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    expect(steps).toEqual([32]);
    expect(results.size).toBe(0);
  });
});

describe('what a trained model is asked', () => {
  /** Asks a model that was trained on a set. */
  async function asking(settings: SyntheticSettings, changes: object) {
    const dataset = syntheticDataset(settings);
    const recipe = recipeOf({ epochs: 2, ...changes });
    const { best, weights } = await trained(dataset, recipe);
    const { runner } = runnerWith(weights);
    const model = { runId: 'run', recipe, datasetKey: dataset.summary.key, epoch: null };
    const ask = <Name extends ModelJobName>(name: Name, request: ModelJobs[Name]['request']) =>
      runner.run(dataset, model, name, request, name, () => {});
    return { dataset, best, ask };
  }
  const image = { of: 'set', split: 'val', index: 3 } as const;

  it.each([
    ['binary', {}, {}],
    ['multi-class', { task: 'multi-class', classes: 3 }, {}],
    ['multi-label', { task: 'multi-label', classes: 3 }, { loss: { name: 'bce' } }],
    ['volumes', { dims: 3, size: 6 }, { epochs: 1 }],
    ['slices as channels', { dims: 3, size: 6 }, { volume: 'slices' }],
  ] as const)('tells all of one image, all at once: %s', async (_, settings, changes) => {
    const { dataset, best, ask } = await asking(settings, { augment: { noise: {} }, ...changes });
    const [scores, augmented, cam, nearest] = await Promise.all([
      ask('image-scores', { image }),
      ask('augmented-scores', { image, draws: 3 }),
      ask('grad-cam', { image, output: 0, direction: 1 }),
      ask('nearest-images', { image, count: 5 }),
    ]);
    const { logits, outputs } = best.evaluation.predictions;
    scores.logits.forEach((value, output) => {
      expect(value).toBeCloseTo(logits[3 * outputs + output]!, 5);
    });
    expect(augmented.map(({ name }) => name)).toEqual(Object.keys(AUGMENTATIONS));
    for (const { name, trainedWith, logits: drawn } of augmented) {
      expect(trainedWith).toBe(name === 'noise');
      expect(drawn).toHaveLength(3 * outputs);
      expect(drawn.every(Number.isFinite)).toBe(true);
    }
    const isVolume = dataset.summary.dims === 3 && (changes as { volume?: string }).volume !== 'slices';
    expect(cam.shape).toHaveLength(isVolume ? 3 : 2);
    expect(cam.map.every((value) => value >= 0)).toBe(true);
    expect(nearest).toHaveLength(5);
    expect(new Set(nearest.map(({ id }) => id)).size).toBe(5);
    for (const { id, labels } of nearest) {
      const width = rowLength(dataset);
      expect(labels).toEqual([...dataset.splits.train.labels.subarray(id * width, (id + 1) * width)]);
    }
    expect(nearest.map(({ likeness }) => likeness)).toEqual(
      nearest.map(({ likeness }) => likeness).toSorted((a, b) => b - a),
    );
  });

  it('finds a training image nearest to its twin, by the id of the loaded set', async () => {
    const edition = {
      name: 'two less',
      fingerprint: '0'.repeat(64),
      train: { leftOut: [0, 1], relabelled: [] },
    };
    const { dataset, ask } = await asking({}, { edition });
    const length = imageLength(dataset.summary);
    const { train, val } = dataset.splits;
    val.images.set(train.images.subarray(7 * length, 8 * length), 3 * length);
    const [nearest] = await ask('nearest-images', { image, count: 1 });
    expect(nearest!.id).toBe(7);
    expect(nearest!.likeness).toBeCloseTo(1, 6);
  });

  it('draws other epochs on the axes of the best, and UMAP the same each time', async () => {
    const { dataset, ask } = await asking({ task: 'multi-class', classes: 3 }, {});
    const parts = ['train', 'val'] as const;
    const own = await ask('feature-map', { parts, most: 20, axes: null });
    expect(own.ids).toHaveLength(40);
    expect(own.shares![0]).toBeGreaterThanOrEqual(own.shares![1]);
    const again = await ask('feature-map', { parts, most: 20, axes: own.axes });
    expect(again.x).toEqual(own.x);
    expect(own.ids.subarray(20).every((id) => id >= dataset.summary.counts.train)).toBe(true);
    const [umap, other] = [
      await ask('feature-umap', { parts, most: 20 }),
      await (await asking({ task: 'multi-class', classes: 3 }, {})).ask('feature-umap', { parts, most: 20 }),
    ];
    expect(umap.x).toHaveLength(40);
    expect(umap.x.every(Number.isFinite)).toBe(true);
    expect(other.x).toEqual(umap.x);
  });
});

const rowLength = ({ splits: { val } }: Dataset) => val.labels.length / val.count;

describe('a trained model is saved', () => {
  it.each(CASES.filter(([name]) => !name.includes('pitfall')))(
    'with its input as its scores are made: %s',
    async (_, settings, changes) => {
      const dataset = syntheticDataset(settings);
      const recipe = recipeOf({ epochs: 1, ...changes });
      const { best, weights } = await trained(dataset, recipe);
      const { runner } = runnerWith(weights);
      const { summary, splits } = dataset;
      const model = { runId: 'run', recipe, datasetKey: summary.key, epoch: null };
      const scores = { val: best.evaluation.scores, test: null };
      const request = { format: 'tensorflow', name: 'A | run', scores, lab: '1.2.3' } as const;
      const files = unzipSync(await runner.run(dataset, model, 'saved-model', request, 'ticket', () => {}));
      expect(Object.keys(files).toSorted()).toEqual(['README.md', 'card.json', 'model.json', 'weights.bin']);
      const card = JSON.parse(strFromU8(files['card.json']!));
      expect(card).toMatchObject({
        kind: 'medmnist-lab-model',
        recipe: JSON.parse(JSON.stringify(recipe)),
        name: 'A | run',
      });
      expect(card.dataset.fingerprint).toBe(summary.fingerprint);
      const text = strFromU8(files['README.md']!);
      expect(text).toContain('# A \\| run');
      expect(text).toContain(best.evaluation.scores.auc.toFixed(3));
      expect(text).toContain('sealed, or was not scored');
      expect(text).not.toMatch(/undefined|NaN|\[object/);

      const { modelTopology, weightsManifest, signature } = JSON.parse(strFromU8(files['model.json']!));
      const loaded = await loadGraphModel({
        load: async () => ({
          ...{ modelTopology, signature, weightSpecs: weightsManifest[0].weights },
          weightData: files['weights.bin']!.slice().buffer,
        }),
      });
      const { images, count } = splits.val;
      const { channels } = card.net;
      const flat = recipe.volume === 'slices' && summary.dims === 3;
      const edges = new Array<number>(summary.dims).fill(summary.size);
      const logits = tf.tidy(() => {
        const pixels = tf.div(tf.tensor(images, [count, ...edges, summary.channels], 'int32'), 255);
        // The slices are the channels.
        const seen = flat ? tf.transpose(tf.squeeze(pixels, [4]), [0, 2, 3, 1]) : pixels;
        expect(seen.shape.at(-1)).toBe(channels);
        return (loaded.execute({ image: seen }, 'logits') as tf.Tensor).dataSync().slice();
      });
      loaded.dispose();
      logits.forEach((value, place) => {
        expect(value).toBeCloseTo(best.evaluation.predictions.logits[place]!, 4);
      });
    },
  );
});
