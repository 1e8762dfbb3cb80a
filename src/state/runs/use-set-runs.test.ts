import { expect, test } from 'vitest';
import type { RunRow } from '../../storage/runs.ts';
import { setRuns } from './use-set-runs.ts';

const row = (id: string, key: string) => ({ id, dataset: { key } }) as RunRow;
const [a, b, c] = [row('a', 'lungs'), row('b', 'vessels'), row('c', 'lungs')];

test('beside a set stand the ticked runs on it, else its latest, else none', () => {
  expect(setRuns([a, b], [a, b, c], undefined)).toEqual({ runs: [a, b], elsewhere: 0 });
  expect(setRuns([a, b], [a, b, c], 'lungs')).toEqual({ runs: [a], elsewhere: 1 });
  expect(setRuns([b], [a, b, c], 'lungs')).toEqual({ runs: [c], elsewhere: 1 });
  expect(setRuns([b], [b], 'lungs')).toEqual({ runs: [], elsewhere: 1 });
  // Nothing is ticked: that is a choice.
  expect(setRuns([], [a], 'lungs')).toEqual({ runs: [], elsewhere: 0 });
});
