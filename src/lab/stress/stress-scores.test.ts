import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { DEFAULT_RECIPE } from '../recipe/recipe.ts';
import type { Predictions } from '../run-record.ts';
import { analyseCells } from '../study/analyse.ts';
import { byStress, type PartScore, type ScoredRun, scorePart } from '../study/scored-run.ts';
import { verdictOf } from '../study/verdict.ts';
import { STRESS_NAMES } from './registry.ts';
import { stressCurve, stressMean } from './stress-curve.ts';
import { type StressScores, underStress } from './stress-scores.ts';

const LABELS = Uint8Array.from({ length: 80 }, (_, place) => place % 2);

/** Scores of a model whose signal is so many times the noise. */
function score(signal: number, seed: number): PartScore {
  const random = createRandom(seed);
  const predictions: Predictions = {
    logits: Float32Array.from(LABELS, (label) => signal * label + random.normal()),
    ...{ activation: 'sigmoid', labels: LABELS, outputs: 1 },
  };
  return scorePart(predictions, 'binary')!;
}

/** A model that loses so much of its signal with each severity. */
function scores(loss: number, seed: number): StressScores {
  const stressed = STRESS_NAMES.map((name, place) => [
    name,
    [1, 2, 3, 4, 5].map((severity) => score(2 - loss * severity, 100 * seed + 10 * place + severity)),
  ]);
  return { clean: score(2, seed), stressed: Object.fromEntries(stressed) as StressScores['stressed'] };
}

describe('the mean over stresses', () => {
  it('is the plain mean of all AUCs, and its influence the mean of theirs', () => {
    const run = scores(0.2, 1);
    const all = STRESS_NAMES.flatMap((name) => run.stressed[name]);
    const mean = underStress(run);
    expect(mean.auc).toBeCloseTo(all.reduce((sum, { auc }) => sum + auc, 0) / all.length, 12);
    for (const place of [0, 33, 79]) {
      const share = all.reduce((sum, { influence }) => sum + influence[place]! / all.length, 0);
      expect(mean.influence[place]).toBeCloseTo(share, 12);
    }
    expect(mean.items).toBe(run.clean.items);
  });

  it('of several seeds is their mean, with an interval that holds it', () => {
    const runs = [1, 2, 3].map((seed) => scores(0.2, seed));
    const { mean, interval } = stressMean(runs, null);
    expect(mean).toBeCloseTo(
      runs.reduce((sum, run) => sum + underStress(run).auc / 3, 0),
      12,
    );
    expect(interval![0]).toBeLessThan(mean);
    expect(interval![1]).toBeGreaterThan(mean);
    const curve = stressCurve(runs, 'blur');
    expect(curve.map(({ severity }) => severity)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(curve[0]!.auc).toBeCloseTo(
      runs.reduce((sum, run) => sum + run.clean.auc / 3, 0),
      12,
    );
    expect(curve[5]!.auc).toBeLessThan(curve[0]!.auc);
  });
});

it('recipes can be ranked by it: one that bears more wins, though the clean scores are alike', () => {
  const entry = (key: string, loss: number) => ({
    cell: { key, name: key, levels: {}, recipe: DEFAULT_RECIPE, block: 'set' },
    runs: [1, 2, 3, 4].map((seed): ScoredRun => {
      const run = scores(loss, seed);
      const clean = { val: run.clean, bestVal: run.clean, test: null, valKind: 'cross-fitted' } as const;
      return byStress({ record: {} as ScoredRun['record'], seed, ...clean }, underStress(run));
    }),
  });
  const block = analyseCells([entry('frail', 0.35), entry('sturdy', 0.05)]);
  expect(block.valKind).toBe('under-stress');
  expect(verdictOf(block)).toMatchObject({
    kind: 'winner',
    title: '“sturdy” is best',
    lead: expect.stringMatching(/^Its mean val AUC over all stresses is 0\.\d{3}\.$/),
  });
});
