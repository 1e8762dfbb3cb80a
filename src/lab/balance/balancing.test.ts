import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import type { BalancingContext, BalancingStrategy, EpochPlan } from './balancing.ts';
import { endlessWalk } from './plan.ts';
import { BALANCING, type BalancingName } from './registry.ts';

/** Sizes of the classes, none of them empty. */
const classSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 });
const seeds = fc.nat(1000);

/** Indices of several classes, mixed as in a file. */
function contextOf(sizes: readonly number[], seed: number, batch = 8): BalancingContext {
  const members = sizes.map((): number[] => []);
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const left = [...sizes];
  for (let index = 0; index < count; index++) {
    let label = index % sizes.length;
    while (left[label] === 0) label = (label + 1) % sizes.length;
    left[label]! -= 1;
    members[label]!.push(index);
  }
  const classIndices = members.map((indices) => Int32Array.from(indices));
  return { classIndices, count, batch, random: createRandom(seed) };
}

function plan(name: Exclude<BalancingName, 'dual'>, context: BalancingContext): EpochPlan {
  const strategy = BALANCING[name] as BalancingStrategy;
  return strategy.planEpoch(context, strategy.settings.parse({}));
}

function countByClass({ order }: EpochPlan, { classIndices }: BalancingContext): number[] {
  return classIndices.map((indices) => {
    const members = new Set(indices);
    return order.reduce((sum, index) => sum + (members.has(index) ? 1 : 0), 0);
  });
}

const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
const allIndices = ({ count }: BalancingContext) => Array.from({ length: count }, (_, index) => index);

describe.each(['none', 'weighted-loss'] as const)('%s', (name) => {
  it('visits every image once', () => {
    fc.assert(
      fc.property(classSizes, seeds, (sizes, seed) => {
        const context = contextOf(sizes, seed);
        const { order, copies } = plan(name, context);
        expect(sorted(order)).toEqual(allIndices(context));
        expect(copies.every((copy) => copy === 0)).toBe(true);
      }),
    );
  });
});

describe.each(['upsample', 'upsample-augmented'] as const)('%s', (name) => {
  it('makes all classes as large as the largest, with every original there once', () => {
    fc.assert(
      fc.property(classSizes, seeds, (sizes, seed) => {
        const context = contextOf(sizes, seed);
        const made = plan(name, context);
        const largest = Math.max(...sizes);
        expect(countByClass(made, context)).toEqual(sizes.map(() => largest));
        const originals = [...made.order].filter((_, place) => made.copies[place] === 0);
        expect(sorted(originals)).toEqual(allIndices(context));
      }),
    );
  });

  it('adds copies to the smaller classes only', () => {
    fc.assert(
      fc.property(classSizes, seeds, (sizes, seed) => {
        const context = contextOf(sizes, seed);
        const { order, copies } = plan(name, context);
        const copied = { order: order.filter((_, place) => copies[place] === 1), copies };
        const largest = Math.max(...sizes);
        expect(countByClass(copied, context)).toEqual(sizes.map((size) => largest - size));
      }),
    );
  });

  it('leaves an absent class absent', () => {
    const context = {
      ...contextOf([3, 5], 1),
      classIndices: [...contextOf([3, 5], 1).classIndices, new Int32Array(0)],
    };
    expect(countByClass(plan(name, context), context)).toEqual([5, 5, 0]);
  });
});

describe('undersample', () => {
  it('takes as many of each class as the smallest has, none twice', () => {
    fc.assert(
      fc.property(classSizes, seeds, (sizes, seed) => {
        const context = contextOf(sizes, seed);
        const made = plan('undersample', context);
        expect(countByClass(made, context)).toEqual(sizes.map(() => Math.min(...sizes)));
        expect(new Set(made.order).size).toBe(made.order.length);
        expect(made.copies.every((copy) => copy === 0)).toBe(true);
      }),
    );
  });
});

describe('dual', () => {
  const settings = fc.record({
    negatives: fc.integer({ min: 1, max: 60 }),
    positives: fc.integer({ min: 1, max: 60 }),
    batch: fc.integer({ min: 2, max: 24 }),
    rate: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    seed: seeds,
  });

  it('puts max(1, ⌊rate · batch⌋) positives into every batch, and at least one negative', () => {
    fc.assert(
      fc.property(settings, ({ negatives, positives, batch, rate, seed }) => {
        const context = contextOf([negatives, positives], seed, batch);
        const { order } = BALANCING.dual.planEpoch(context, { rate });
        const wanted = Math.min(batch - 1, Math.max(1, Math.floor(rate * batch)));
        const isPositive = new Set(context.classIndices[1]);
        expect(order.length).toBe(batch * Math.max(1, Math.floor(context.count / batch)));
        for (let start = 0; start < order.length; start += batch) {
          const found = order.subarray(start, start + batch).filter((index) => isPositive.has(index)).length;
          expect(found).toBe(wanted);
        }
      }),
    );
  });

  it('walks both classes evenly: no image twice more often than another; copies are the rounds after the first', () => {
    fc.assert(
      fc.property(settings, ({ negatives, positives, batch, rate, seed }) => {
        const context = contextOf([negatives, positives], seed, batch);
        const { order, copies } = BALANCING.dual.planEpoch(context, { rate });
        for (const indices of context.classIndices) {
          const visits = new Map([...indices].map((index) => [index, 0]));
          let originals = 0;
          order.forEach((index, place) => {
            if (!visits.has(index)) return;
            visits.set(index, visits.get(index)! + 1);
            if (copies[place] === 0) originals += 1;
          });
          const counts = [...visits.values()];
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          expect(originals).toBe(counts.filter((count) => count > 0).length);
        }
      }),
    );
  });

  it('reshuffles on wrap', () => {
    const next = endlessWalk(
      Int32Array.from({ length: 12 }, (_, index) => index),
      createRandom(4),
    );
    const rounds = Array.from({ length: 3 }, () => Array.from({ length: 12 }, () => next().index));
    for (const round of rounds) expect(sorted(round)).toEqual(sorted(rounds[0]!));
    expect(rounds[1]).not.toEqual(rounds[0]);
    expect(rounds[2]).not.toEqual(rounds[1]);
  });
});

describe('weighted loss', () => {
  it('weighs rare classes more, with mean 1 over the images', () => {
    fc.assert(
      fc.property(classSizes, (sizes) => {
        const weights = BALANCING['weighted-loss'].classWeights!(sizes);
        const count = sizes.reduce((sum, size) => sum + size, 0);
        const mean = sizes.reduce((sum, size, label) => sum + size * weights[label]!, 0) / count;
        expect(mean).toBeCloseTo(1, 12);
        sizes.forEach((size, label) => {
          expect(weights[label]).toBeCloseTo(count / (sizes.length * size), 12);
        });
      }),
    );
    expect(BALANCING['weighted-loss'].classWeights!([4, 0])[1]).toBe(0);
  });
});

describe.each(Object.keys(BALANCING) as BalancingName[])('the draws of %s', (name) => {
  it('are those of the stream: the same again, others from another', () => {
    const draw = (seed: number) => {
      const context = contextOf([30, 12], seed);
      return name === 'dual' ? BALANCING.dual.planEpoch(context, { rate: 0.5 }) : plan(name, context);
    };
    expect(draw(3)).toEqual(draw(3));
    expect(draw(4)).not.toEqual(draw(3));
  });
});
