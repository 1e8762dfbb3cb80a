import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchCount } from '../../lab/balance/batch-count.ts';
import { BALANCING, type BalancingName } from '../../lab/balance/registry.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { syntheticDataset } from '../testing/synthetic-dataset.ts';
import { epochBatches, splitIntoBatches } from './epoch-batches.ts';

const dataset = syntheticDataset();
const names = Object.keys(BALANCING) as BalancingName[];
const orderOf = (recipe: object, epoch: number) =>
  epochBatches(dataset, parseRecipe({ batch: 8, ...recipe }), epoch).flatMap(({ indices }) => [...indices]);

describe('splitIntoBatches', () => {
  it('loses nothing, keeps the order, and leaves no batch of one image', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.integer({ min: 2, max: 40 }), (count, batch) => {
        const order = Int32Array.from({ length: count }, (_, index) => index);
        const copies = Uint8Array.from(order, (index) => index % 2);
        const batches = splitIntoBatches({ order, copies }, batch);
        expect(batches).toHaveLength(batchCount(count, batch));
        expect(batches.flatMap(({ indices }) => [...indices])).toEqual([...order]);
        expect(batches.flatMap((made) => [...made.copies])).toEqual([...copies]);
        batches.forEach(({ indices, start }, place) => {
          expect(indices[0]).toBe(start);
          const last = place === batches.length - 1;
          expect(indices.length).toBeGreaterThan(1);
          expect(indices.length).toBeLessThanOrEqual(last ? batch + 1 : batch);
          if (!last) expect(indices.length).toBe(batch);
        });
      }),
    );
  });
});

describe.each(names)('the epochs of %s', (name) => {
  const balance = { name };

  it('are decided by seed and epoch', () => {
    expect(orderOf({ balance }, 3)).toEqual(orderOf({ balance }, 3));
    expect(orderOf({ balance }, 4)).not.toEqual(orderOf({ balance }, 3));
    expect(orderOf({ balance, seed: 2 }, 3)).not.toEqual(orderOf({ balance }, 3));
  });

  it('do not depend on model, loss, augmentation or optimizer', () => {
    const other = { width: 2, loss: { name: 'bce' }, optimizer: { name: 'adam' }, augment: { noise: {} } };
    expect(orderOf({ balance, ...other }, 0)).toEqual(orderOf({ balance }, 0));
  });
});

describe('a balancing that the task does not allow', () => {
  it('is refused by name', () => {
    const labels = syntheticDataset({ task: 'multi-label', classes: 3 });
    const recipe = parseRecipe({ balance: { name: 'dual' } });
    expect(() => epochBatches(labels, recipe, 0)).toThrow(/Dual sampler.*multi-label/);
  });
});
