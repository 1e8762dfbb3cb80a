import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseRecipe } from '../lab/recipe/parse.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { RunEvent } from '../lab/run-event.ts';
import type { RunControl } from './run-control.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { type Told, train } from './testing/told-run.ts';

const dataset = syntheticDataset();
const recipeOf = (changes: object) => parseRecipe({ width: 2, batch: 16, epochs: 2, ...changes });

/** Steps through the first batches one by one, then lets the run go on. */
function stepping(steps: number) {
  let left = steps;
  return (event: RunEvent, control: RunControl) => {
    if (event.kind !== 'paused') return;
    // It waits only after it has told so.
    setTimeout(() => (left-- > 0 ? control.step() : control.resume()), 0);
  };
}

const stepped = (data: typeof dataset, recipe: Recipe, steps: number): Promise<Told> =>
  train(data, recipe, stepping(steps), { begun: (control) => control.pause() });

beforeAll(() => activateTestBackend('cpu'));

describe('a batch that is stepped through', () => {
  it.each<[string, object]>([
    ['AUC margin', { normalise: 'half', augment: { flip: {}, noise: {} }, balance: { name: 'upsample' } }],
    ['cross-entropy', { loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } }],
  ])('is looked at without a trace in the run: %s', async (_, changes) => {
    const recipe = recipeOf(changes);
    const undisturbed = await train(dataset, recipe);
    const tensors = tf.memory().numTensors;
    const told = await stepped(dataset, recipe, 4);
    expect(told.curve).toEqual(undisturbed.curve);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(told.of('batch').map(({ batch }) => batch.step)).toEqual([1, 2, 3, 4]);
  });

  it('is told image by image: which copy, its scores, the shares of the gradient, and what moved', async () => {
    const recipe = recipeOf({ balance: { name: 'upsample' } });
    const [first, second] = (await stepped(dataset, recipe, 4)).of('batch').map(({ batch }) => batch);
    expect(first!.images).toHaveLength(16);
    expect(first!.pixels).toHaveLength(16 * 8 * 8 * 4);
    expect([...first!.before, ...first!.after].every(Number.isFinite)).toBe(true);
    expect(first!.before).not.toEqual(first!.after);
    expect(first!.gradientShares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    const { a, b, alpha } = first!.variables!;
    expect([a.before, b.before, alpha.before]).toEqual([[0], [0], [0]]);
    expect(alpha.after[0]).toBeGreaterThan(0);
    expect(second!.variables!.a.before).toEqual(a.after);
    expect(second!.variables!.alpha.before).toEqual(alpha.after);

    const batches = (await stepped(dataset, recipe, 4)).of('batch').map(({ batch }) => batch);
    const positives = batches.flatMap(({ images, copies }) =>
      [...images].map((image, row) => ({ image, copy: copies[row]! })),
    );
    for (const { image, copy } of positives.filter(({ copy }) => copy > 1)) {
      expect(positives).toContainEqual({ image, copy: copy - 1 });
    }
    expect(positives.filter(({ copy }) => copy > 0)).toHaveLength(16);
  });

  it('is told of several classes, of labels and of volumes', async () => {
    const classes = syntheticDataset({ task: 'multi-class', classes: 3 });
    const [one] = (await stepped(classes, recipeOf({ epochs: 1 }), 1)).of('batch');
    expect(one!.batch.before).toHaveLength(16 * 3);
    expect(one!.batch.gradientShares).toHaveLength(3);
    expect(one!.batch.variables!.a.after).toHaveLength(3);

    const labels = syntheticDataset({ task: 'multi-label', classes: 2 });
    const [two] = (
      await stepped(labels, recipeOf({ epochs: 1, loss: { name: 'bce' }, optimizer: { name: 'adam' } }), 1)
    ).of('batch');
    expect(two!.batch.variables).toBeNull();
    expect(two!.batch.labels).toHaveLength(16 * 2);
    expect(two!.batch.gradientShares).toHaveLength(2);

    const volumes = syntheticDataset({ dims: 3 });
    const [three] = (await stepped(volumes, recipeOf({ epochs: 1, volume: 'slices' }), 1)).of('batch');
    expect(three!.batch.pixels).toHaveLength(16 * 8 * 8 * 4);
  });
});
