import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BALANCING, type BalancingName } from '../lab/balance/registry.ts';
import { parseRecipe } from '../lab/recipe/parse.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { epochBatches } from './batch/epoch-batches.ts';
import { applyProtocol } from './protocol/apply-protocol.ts';
import { type PlannedStep, RunPlan } from './run-plan.ts';
import { syntheticDataset } from './testing/synthetic-dataset.ts';

const official = syntheticDataset();
const names = Object.keys(BALANCING) as BalancingName[];

const recipeOf = (changes: object) => parseRecipe({ batch: 16, ...changes });

function planOf(recipe: Recipe): RunPlan {
  return new RunPlan(applyProtocol(official, recipe).dataset, official.splits.train.count, recipe);
}

const allSteps = (plan: RunPlan): readonly PlannedStep[] =>
  Array.from({ length: plan.epochs }, (_, epoch) => [...plan.stepsOf(epoch)]).flat();

describe.each(names)('a run by epochs under %s', (name) => {
  it('goes through the batches of one pass in each', () => {
    const recipe = recipeOf({ balance: { name }, epochs: 3, schedule: { decayAt: [0.5] } });
    const plan = planOf(recipe);
    for (const epoch of [0, 1, 2]) {
      const steps = [...plan.stepsOf(epoch)];
      expect(steps.map(({ batch }) => batch)).toEqual(epochBatches(official, recipe, epoch));
      expect(steps.every(({ pass }) => pass === epoch)).toBe(true);
    }
    expect(allSteps(plan)).toHaveLength(plan.steps);
    const decays = allSteps(plan).flatMap(({ step, decays }) => (decays ? [step] : []));
    expect(decays).toEqual([plan.stepsPerEpoch]);
  });

  it('knows the next batch as the one that it gives then, over the end of an epoch, too', () => {
    const plan = planOf(recipeOf({ balance: { name }, epochs: 3 }));
    const steps = allSteps(plan);
    steps.forEach(({ next }, place) => {
      expect(next?.batch).toBe(steps[place + 1]?.batch);
      expect(next?.pass).toBe(steps[place + 1]?.pass);
    });
  });

  it('has passes of equal length, which a run by steps counts on', () => {
    const lengths = Array.from(
      { length: 12 },
      (_, epoch) => epochBatches(official, recipeOf({ balance: { name } }), epoch).length,
    );
    expect(new Set(lengths).size).toBe(1);
  });
});

describe('a run by steps', () => {
  const lengths = fc.integer({ min: 1, max: 40 });
  const shares = fc.constantFrom(0.1, 0.3, 1);

  it('makes just so many, and is scored at the same of them, whatever balancing and share', () => {
    fc.assert(
      fc.property(lengths, fc.constantFrom(...names), shares, (steps, name, trainFraction) => {
        const recipe = recipeOf({ steps, balance: { name }, protocol: { trainFraction } });
        const plan = planOf(recipe);
        expect(plan.steps).toBe(steps);
        // 48 images in batches of 16, whatever is made of them.
        expect(plan.stepsPerEpoch).toBe(3);
        expect(plan.epochs).toBe(Math.ceil(steps / 3));
        expect(allSteps(plan).map(({ step }) => step)).toEqual(
          Array.from({ length: steps }, (_, step) => step),
        );
      }),
    );
  });

  it('walks on through pass after pass, leaving nothing out', () => {
    fc.assert(
      fc.property(lengths, fc.constantFrom(...names), shares, (steps, name, trainFraction) => {
        const recipe = recipeOf({ steps, balance: { name }, protocol: { trainFraction } });
        const { dataset } = applyProtocol(official, recipe);
        const made = allSteps(planOf(recipe));
        const passes = Array.from({ length: made.at(-1)!.pass + 1 }, (_, pass) =>
          epochBatches(dataset, recipe, pass),
        );
        expect(made.map(({ batch }) => batch)).toEqual(passes.flat().slice(0, steps));
        const passOf = passes.flatMap((batches, pass) => batches.map(() => pass));
        expect(made.map(({ pass }) => pass)).toEqual(passOf.slice(0, steps));
      }),
    );
  });

  it('decays at shares of the steps, between two validations too', () => {
    const decayed = (steps: number, decayAt: number[]) =>
      allSteps(planOf(recipeOf({ steps, schedule: { decayAt } }))).flatMap(({ step, decays }) =>
        decays ? [step] : [],
      );
    expect(decayed(10, [0.5, 0.75])).toEqual([5, 7]);
    expect(decayed(4, [0.5, 0.5])).toEqual([2]);
    expect(decayed(1, [0.5])).toEqual([]);
  });
});
