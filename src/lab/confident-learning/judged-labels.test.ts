import { expect, it } from 'vitest';
import { judgedLabels } from './judged-labels.ts';

const [clear, opacity] = [[0], [1]];

it('counts what was judged as the truth is, and the labels that are wrong before and after', () => {
  expect(
    judgedLabels(10, [
      // Mended, left wrong, spoiled, and rightly kept.
      { given: opacity, judged: clear, truth: clear },
      { given: opacity, judged: opacity, truth: clear },
      { given: clear, judged: opacity, truth: clear },
      { given: clear, judged: clear, truth: clear },
    ]),
  ).toEqual({ judged: 4, agreed: 2, before: 10, after: 10 });
});

it('an image that is left out has no wrong label any more, and was not judged', () => {
  expect(judgedLabels(3, [{ given: [1, 0, 1], judged: null, truth: [0, 0, 0] }])).toEqual({
    ...{ judged: 0, agreed: 0 },
    ...{ before: 3, after: 1 },
  });
});
