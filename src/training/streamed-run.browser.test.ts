import { beforeAll, describe, expect, it } from 'vitest';
import { BALANCING, type BalancingName } from '../lab/balance/registry.ts';
import { parseRecipe } from '../lab/recipe/parse.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { streamed } from './testing/streamed.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { runToEnd, train } from './testing/told-run.ts';

const whole = syntheticDataset();

const recipeOf = (changes: object) =>
  parseRecipe({
    width: 2,
    batch: 16,
    epochs: 2,
    loss: { name: 'bce' },
    optimizer: { name: 'adam' },
    augment: { flip: {}, noise: {} },
    ...changes,
  });

// Where the data come from is nothing to a backend: the fastest here.
beforeAll(() => activateTestBackend('simd'));

describe('a set that streams', () => {
  const cases: [string, object][] = [
    ...(Object.keys(BALANCING) as BalancingName[]).map((name): [string, object] => [
      `balancing ${name}`,
      { balance: { name } },
    ]),
    ['normalised by the training part', { normalise: 'train' }],
    ['a share of the training part', { protocol: { trainFraction: 0.5 }, normalise: 'train' }],
    ['wrong labels', { protocol: { labelNoise: 0.2 } }],
    ['the leaky split', { pitfalls: { leakySplit: true }, balance: { name: 'upsample' } }],
    ['mixed normalisation', { pitfalls: { mixedNormalisation: true } }],
  ];

  it.each(cases)('gives the curve of the same set in memory, to the last bit: %s', async (_, changes) => {
    const recipe = recipeOf(changes);
    const { curve } = await train(whole, recipe);
    // Chunks that divide nothing, one image each, and all at once, each in an order of its own.
    for (const [seed, chunkLength] of [7, 1, 100].entries()) {
      const { dataset, waitedFor } = streamed(whole, chunkLength, seed);
      expect((await train(dataset, recipe)).curve).toEqual(curve);
      expect(waitedFor).toContain('train');
    }
  });

  it('that fails on its way ends the run with the error of the stream', async () => {
    const failure = new Error('The server is gone.');
    const streaming = { whenArrived: () => Promise.reject(failure) };
    const { told, error } = await runToEnd({ ...whole, streaming }, recipeOf({}));
    expect(error).toBe(failure);
    expect(told.losses).toEqual([]);
  });

  it.each([
    ['the training part', 'train', {}],
    ['the training part, of which a share is wanted', 'train', { protocol: { trainFraction: 0.5 } }],
    ['the validation part', 'val', {}],
  ])('can be stopped while %s is waited for', async (_, missing, changes) => {
    let askFor = () => {};
    const asked = new Promise<void>((resolve) => {
      askFor = resolve;
    });
    const never = new Promise<void>(() => {});
    const whenArrived = async (part: string) => {
      if (part !== missing) return;
      askFor();
      await never;
    };
    const { told, error } = await runToEnd(
      { ...whole, streaming: { whenArrived } },
      recipeOf(changes),
      () => {},
      {
        begun: (control) => void asked.then(() => control.stop()),
      },
    );
    expect(error).toBeNull();
    expect(told.last).toEqual({ kind: 'stopped' });
    expect(told.losses).toHaveLength(missing === 'val' ? 3 : 0);
  });
});
