import { expect, it } from 'vitest';
import { doubtWords, judgedWords, manyDoubtsWords, poorModelsWords } from './doubt-words.ts';

it('says of a class what is given and what it rather is, also where its name is a number', () => {
  const doubt = { image: 1, label: null, given: 3, suggested: 0, margin: 0.9 };
  expect(doubtWords(doubt, { classNames: ['0', '1', '2', '3'] })).toBe('given class 3, rather class 0');
  expect(doubtWords({ ...doubt, label: 1, given: 1 }, { classNames: ['mass', 'effusion'] })).toBe(
    'given effusion, rather not',
  );
});

it('warns of a list that is longer than mistakes can be', () => {
  expect(manyDoubtsWords(423, 1080)).toContain('look at each image');
  expect(manyDoubtsWords(46, 4708)).toBeNull();
});

it('says what judging came to, once something was judged', () => {
  expect(judgedWords({ judged: 0, agreed: 0, before: 32, after: 32 })).toBeNull();
  expect(judgedWords({ judged: 22, agreed: 18, before: 32, after: 26 })).toBe(
    'You judged 22, 18 of them as the truth is. 32 training labels were wrong; now 26 are.',
  );
});

it('says how good the models are that doubt, and how surely, where they are none too good', () => {
  expect(poorModelsWords({ mean: 0.85, interval: [0.795, 0.892] })).toContain(
    'an AUC of 0.850 (95 % interval 0.795 to 0.892) on what they have not seen',
  );
  expect(poorModelsWords({ mean: 0.85, interval: null })).toContain('an AUC of 0.850 on what');
  expect(poorModelsWords({ mean: 0.96, interval: [0.95, 0.97] })).toBeNull();
});
