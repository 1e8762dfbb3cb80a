import { beforeAll, describe, expect, it } from 'vitest';
import { BALANCING, type BalancingName } from '../lab/balance/registry.ts';
import { parseRecipe } from '../lab/recipe/parse.ts';
import { activateTestBackend } from './testing/activate-test-backend.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';
import { train } from './testing/told-run.ts';

// Of 48 images 16 are positive: batches of 16 make 3 steps without balancing, 4 with upsampling, 2 with undersampling.
const dataset = syntheticDataset();

const recipeOf = (changes: object) =>
  parseRecipe({
    width: 2,
    batch: 16,
    loss: { name: 'cross-entropy' },
    optimizer: { name: 'adam', learningRate: 0.01 },
    ...changes,
  });

beforeAll(() => activateTestBackend('cpu'));

describe('a run whose steps are given', () => {
  const treatments: [string, object][] = [
    ...(Object.keys(BALANCING) as BalancingName[]).map((name): [string, object] => [
      name,
      { balance: { name } },
    ]),
    ['a tenth of the data', { protocol: { trainFraction: 0.1 } }],
  ];

  it.each(treatments)('makes them and is scored on the way as every other: %s', async (_, changes) => {
    const schedule = { decayAt: [0.5], decayFactor: 10 };
    const told = await train(dataset, recipeOf({ ...changes, steps: 8, schedule }));
    expect(told.losses).toHaveLength(8);
    const [started] = told.of('started');
    expect(started).toMatchObject({ stepsPerEpoch: 3 });
    const scoredAfter = told.of('epoch').map((epoch) => {
      const before = told.events.slice(0, told.events.indexOf(epoch));
      return before.flatMap((event) => (event.kind === 'progress' ? event.losses : [])).length;
    });
    expect(scoredAfter).toEqual([3, 6, 8]);
    // It falls before the fifth step, in the midst of the second epoch.
    expect(told.of('epoch').map(({ record }) => record.learningRate)).toEqual([0.01, 0.001, 0.001]);
    expect(told.finished.summary).toMatchObject({ epochs: 3, ended: 'all-epochs' });
  });

  it('is the run by epochs where these are whole passes without balancing', async () => {
    const schedule = { decayAt: [], warmUpEpochs: 1 };
    const bySteps = await train(dataset, recipeOf({ steps: 9, schedule }));
    const byEpochs = await train(dataset, recipeOf({ epochs: 3, schedule }));
    expect(bySteps.curve).toEqual(byEpochs.curve);
  });

  it('ends early where patience does', async () => {
    const optimizer = { name: 'sgd', learningRate: 1e-8 };
    const told = await train(dataset, recipeOf({ steps: 100, patience: 2, optimizer }));
    const { summary } = told.finished;
    expect(summary.ended).toBe('early-stopping');
    expect(told.losses).toHaveLength(3 * summary.epochs);
  });
});
