import { expect, it } from 'vitest';
import { doubtWords, manyDoubtsWords } from './doubt-words.ts';

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
