import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from './dataset.ts';
import { parseRecipe } from './recipe/parse.ts';
import {
  benchCost,
  costKey,
  type MeasuredRun,
  measuredCosts,
  runSeconds,
  similarCost,
  workOf,
} from './run-cost.ts';
import type { RunSummary } from './run-record.ts';

const dataset = {
  ...{ dims: 2, size: 28, channels: 1, task: 'binary' },
  counts: { train: 100, val: 40, test: 60 },
} as DatasetSummary;
const recipe = parseRecipe({ batch: 25, epochs: 4 });
const run = (summary: Partial<RunSummary>): MeasuredRun => ({
  ...{ recipe, dataset, backend: 'simd', stepsPerEpoch: 4 },
  summary: { epochs: 4, seconds: 10, imagesPerSecond: 50, ...summary } as RunSummary,
});
const costOf = (...runs: MeasuredRun[]) => measuredCosts(runs).get(costKey(recipe, dataset, 'simd'))!;

describe('what a run does', () => {
  it('is its steps and images, val after each epoch, and test', () => {
    expect(workOf(recipe, dataset.counts, 110)).toEqual({
      ...{ steps: 20, images: 440, scoredSteps: 4 * 2 + 3, scoredImages: 4 * 40 + 60 },
    });
  });

  it('is as much by steps: validated as often as they are epochs', () => {
    const bySteps = parseRecipe({ batch: 25, steps: 10, epochs: null });
    expect(workOf(bySteps, dataset.counts, 100)).toMatchObject({ steps: 10, images: 250, scoredImages: 180 });
  });
});

describe('what measured runs cost', () => {
  it('is told apart: training by its own rate, scoring by the rest', () => {
    // 400 images in 8 s, and 220 scored in the 2 s that are left.
    expect(costOf(run({}))).toEqual({ steps: 0, images: 0.02, scoredSteps: 0, scoredImages: 2 / 220 });
  });

  it('gives the time of the same run, and what lies around it', () => {
    const seconds = runSeconds(costOf(run({})), workOf(recipe, dataset.counts, 100));
    expect(seconds).toBeGreaterThan(10);
    expect(seconds).toBeLessThan(11);
  });

  it('makes a short run as long as its scoring, its start and its end', () => {
    const short = workOf(parseRecipe({ batch: 25, epochs: 1 }), dataset.counts, 25);
    // 25 images of 0.02 s, and 100 scored ones.
    expect(runSeconds(costOf(run({})), short)).toBeGreaterThan(0.5 + 100 * (2 / 220));
  });

  it('takes the latest runs together', () => {
    const [slow, fast] = [run({ seconds: 20, imagesPerSecond: 25 }), run({})];
    expect(costOf(slow, fast).images).toBeCloseTo(0.03);
    expect(costOf(slow, fast, fast, fast, fast, fast).images).toBeCloseTo(0.02);
  });

  it('says nothing by runs that trained nothing, or of other kinds', () => {
    expect(measuredCosts([run({ epochs: 0 }), run({ seconds: 0 }), { ...run({}), summary: null }]).size).toBe(
      0,
    );
    expect(costOf({ ...run({}), backend: 'cpu' })).toBeUndefined();
  });
});

it('takes by the bench a third of a step for scoring, and every run its start and end', () => {
  const cost = benchCost({ step: 0.03, image: 0.003 });
  const nothing = runSeconds(cost, { steps: 0, images: 0, scoredSteps: 0, scoredImages: 0 });
  expect(nothing).toBeGreaterThan(0);
  const work = { steps: 10, images: 100, scoredSteps: 3, scoredImages: 30 };
  expect(runSeconds(cost, work) - nothing).toBeCloseTo(0.3 + 0.3 + 0.03 + 0.03);
});

describe('what runs of another kind tell', () => {
  const wide = (width: number) => ({ ...recipe, width });
  const of = (width: number, imagesPerSecond: number): MeasuredRun => ({
    ...run({ imagesPerSecond }),
    recipe: wide(width),
  });
  const similar = (width: number, ...runs: MeasuredRun[]) =>
    similarCost(wide(width), dataset, 'simd', runs, measuredCosts(runs));

  it('is carried over by the operations of an image, as measured runs of three widths bear out', () => {
    // Images a second in all, docs/performance.md: 8,400 at width 8, 4,420 at 16, 565 at 64.
    expect(4420 * similar(16, of(8, 8400))!.images).toBeGreaterThan(0.8);
    expect(4420 * similar(16, of(8, 8400))!.images).toBeLessThan(1.25);
    expect(565 * similar(64, of(8, 8400))!.images).toBeGreaterThan(0.8);
    expect(565 * similar(64, of(8, 8400))!.images).toBeLessThan(1.25);
    expect(8400 * similar(8, of(64, 565))!.images).toBeGreaterThan(0.8);
    expect(8400 * similar(8, of(64, 565))!.images).toBeLessThan(1.25);
  });

  it('comes from the most similar of them', () => {
    expect(similar(32, of(8, 1), of(64, 565))!.images).toBeLessThan(0.01);
  });

  it('is nothing where none is similar: on another backend, of a part of the network, or far smaller', () => {
    expect(similarCost(wide(16), dataset, 'webgpu', [of(8, 100)], measuredCosts([of(8, 100)]))).toBeNull();
    const start = { weights: 'a'.repeat(64), name: 'w', frozen: 'body' } as unknown as typeof recipe.start;
    const head = { ...wide(16), start };
    expect(similarCost(head, dataset, 'simd', [of(8, 100)], measuredCosts([of(8, 100)]))).toBeNull();
    expect(similar(128, of(1, 9000))).toBeNull();
  });
});
