import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BALANCING, type BalancingName } from '../../lab/balance/registry.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { syntheticDataset } from '../testing/synthetic-dataset.ts';
import { epochBatches, inOrderOfArrival, splitIntoBatches } from './epoch-batches.ts';

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

describe('inOrderOfArrival', () => {
  const epochs = fc.record({
    labels: fc.array(fc.nat(2), { minLength: 1, maxLength: 60 }),
    chunkLength: fc.integer({ min: 1, max: 20 }),
    order: fc.infiniteStream(fc.nat(10_000)),
  });

  it('keeps the class of every slot and all images with their marks; within a class chunks come in order', () => {
    fc.assert(
      fc.property(epochs, ({ labels, chunkLength, order: stream }) => {
        const draws = [...stream.take(labels.length + 7)].map((draw) => draw % labels.length);
        const order = Int32Array.from(draws);
        const copies = Uint8Array.from(draws, (_, place) => place % 2);
        const arrived = inOrderOfArrival(
          { order, copies },
          chunkLength,
          Uint8Array.from(labels),
          'multi-class',
        );
        const classes = (indices: Int32Array) => [...indices].map((index) => labels[index]);
        expect(classes(arrived.order)).toEqual(classes(order));
        const marked = (plan: { order: Int32Array; copies: Uint8Array }) =>
          [...plan.order].map((index, place) => `${index} ${plan.copies[place]}`).sort();
        expect(marked(arrived)).toEqual(marked({ order, copies }));
        for (const name of [0, 1, 2]) {
          const chunks = [...arrived.order]
            .filter((index) => labels[index] === name)
            .map((index) => Math.floor(index / chunkLength));
          expect(chunks).toEqual(chunks.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('is used in the first epoch of a set that streams, and in no other', () => {
    const streaming = { chunkLength: 10, whenArrived: () => Promise.resolve() };
    const recipe = parseRecipe({ batch: 8 });
    const first = epochBatches({ ...dataset, streaming }, recipe, 0).flatMap(({ indices }) => [...indices]);
    const negatives = first.filter((index) => dataset.splits.train.labels[index] === 0);
    const chunks = negatives.map((index) => Math.floor(index / 10));
    expect(chunks).toEqual(chunks.toSorted((a, b) => a - b));
    expect(first).not.toEqual(orderOf({}, 0));
    const second = epochBatches({ ...dataset, streaming }, recipe, 1).flatMap(({ indices }) => [...indices]);
    expect(second).toEqual(orderOf({}, 1));
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
