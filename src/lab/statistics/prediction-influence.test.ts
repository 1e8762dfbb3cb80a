import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { rankingInfluenceWork } from '../ranking/cross-fit.ts';
import type { Work } from '../work.ts';
import { auc } from './auc.ts';
import { predictionInfluence, predictionInfluenceWork } from './prediction-influence.ts';
import { questionsOf } from './scores.ts';

/** Two images of each class, drawn. */
function drawn(classes: number) {
  const random = createRandom(1);
  const labels = Uint16Array.from({ length: 2 * classes }, (_, image) => image % classes);
  const logits = Float32Array.from({ length: labels.length * classes }, () => random.normal());
  return { logits, labels, outputs: classes, activation: 'softmax' as const };
}

function stepsOf<Result>(work: Work<Result>): number {
  let steps = 0;
  while (!work.next().done) steps++;
  return steps;
}

describe('the AUC of a whole prediction with its influence', () => {
  it('is the mean over the classes', () => {
    const predictions = drawn(5);
    const aucs = questionsOf(predictions, 'multi-class').map(({ labels, scores }) => auc(labels, scores)!);
    const mean = aucs.reduce((sum, one) => sum + one, 0) / aucs.length;
    expect(predictionInfluence(predictions, 'multi-class')!.auc).toBeCloseTo(mean, 12);
  });

  it('of many classes is worked out in steps of a class or a few images, so that the page has its turn', () => {
    const classes = 300;
    const predictions = drawn(classes);
    // The labels of each class, at most 33 images at a time, each class's AUC, and each in the mean and its variance.
    const whole = classes + Math.ceil((2 * classes) / 33) + classes + 2 * classes;
    expect(stepsOf(predictionInfluenceWork(predictions, 'multi-class'))).toBe(whole);
    expect(stepsOf(rankingInfluenceWork(predictions, 'multi-class'))).toBeGreaterThanOrEqual(whole);
  });
});
