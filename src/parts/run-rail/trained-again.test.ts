import { expect, test } from 'vitest';
import { trainedAgain } from './trained-again.ts';

test('a run that goes on says which epochs it trains again: those after the state that is kept', () => {
  expect(trainedAgain(3, 10)).toBe('Continue trains epochs 4 to 10 again');
  expect(trainedAgain(3, 4)).toBe('Continue trains epoch 4 again');
  expect(trainedAgain(4, 4)).toBeNull();
  expect(trainedAgain(null, 10)).toBeNull();
});
