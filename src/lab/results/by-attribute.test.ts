import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Predictions } from '../run-record.ts';
import { scorePredictions } from '../statistics/scores.ts';
import { finishWork } from '../work.ts';
import { byAttribute, codesOfPart } from './by-attribute.ts';

const part = (logits: readonly number[], labels: readonly number[]): Predictions => ({
  ...{ logits: Float32Array.from(logits), labels: Uint8Array.from(labels), outputs: 1 },
  activation: 'sigmoid',
});

it('scores each group by itself: one of all images is the part itself', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.float({ min: -5, max: 5, noNaN: true }), fc.constantFrom(0, 1)), {
        minLength: 4,
        maxLength: 40,
      }),
      (images) => {
        const all = part(
          images.map(([logit]) => logit),
          images.map(([, label]) => label),
        );
        const [whole] = finishWork(
          byAttribute(
            all,
            'binary',
            ['all'],
            images.map(() => 0),
          ),
        );
        const scores = scorePredictions(all, 'binary', null);
        if (scores) expect(whole!.auc.value).toBeCloseTo(scores.auc, 12);
        else expect(whole).toMatchObject({ rarest: 0, auc: { value: null, interval: null } });
      },
    ),
  );
});

it('counts the rarest class, has no row for a group without images, and leaves out what is untold', () => {
  const all = part([-1, 2, -2, 1, 3], [0, 1, 0, 1, 1]);
  const groups = finishWork(byAttribute(all, 'binary', ['F', 'M', 'X'], [0, 0, 0, 2, 255]));
  expect(groups.map(({ name, count, rarest }) => [name, count, rarest])).toEqual([
    ['F', 3, 1],
    ['X', 1, 0],
  ]);
  expect(groups[0]!.accuracy).toMatchObject({ value: 1, interval: [expect.closeTo(0.4385, 3), 1] });
});

it('follows the images of a fold to where they are from, and tells nothing where nobody knows', () => {
  const attribute = { name: 'sex', groups: ['F', 'M'], codes: { train: [0, 1, 1], val: [0, 0], test: [1] } };
  const fold = { ...part([0, 0], [0, 1]), union: Uint32Array.of(2, 3) };
  expect(codesOfPart(attribute, 'val', fold)).toEqual([1, 0]);
  expect(codesOfPart(attribute, 'val', part([0, 0], [0, 1]))).toEqual([0, 0]);
  expect(codesOfPart(attribute, 'test', part([0, 0], [0, 1]))).toBeNull();
});
