import { expect, test } from 'vitest';
import { type Effort, fittingCount, Pace, takeSamples } from './effort.ts';

const EFFORT: Effort = { run: 10, sampling: 50, least: 3, most: 8, patience: 200, longest: 1000 };

/** Samples of a run that takes so long, by a clock that only it moves. */
async function samplesOf(milliseconds: number, effort = EFFORT): Promise<number> {
  let time = 0;
  const run = async () => {
    time += milliseconds;
    return milliseconds;
  };
  return (await takeSamples(run, effort, () => time)).length;
}

test('quick runs are sampled until the time is spent, or the most is reached', async () => {
  expect(await samplesOf(10)).toBe(5);
  expect(await samplesOf(1)).toBe(8);
});

test('slow runs are sampled the least number of times, and very slow ones once', async () => {
  expect(await samplesOf(60)).toBe(3);
  expect(await samplesOf(150)).toBe(2);
  expect(await samplesOf(5000)).toBe(1);
});

test('as many images or repetitions as fit, in powers of two', () => {
  expect(fittingCount(100, 10, 128)).toBe(8);
  expect(fittingCount(100, 0.001, 128)).toBe(128);
  expect(fittingCount(100, 5000, 128)).toBe(1);
  expect(fittingCount(100, Number.POSITIVE_INFINITY, 128)).toBe(1);
});

test('what is to be expected comes from the nearest kind that was met', () => {
  const pace = new Pace();
  expect(pace.expect(['stock forward', 'stock'], 100)).toBeUndefined();
  pace.note(['stock forward', 'stock'], 10);
  pace.note(['stock filter', 'stock'], 2);
  expect(pace.expect(['stock forward', 'stock'], 100)).toBe(10);
  expect(pace.expect(['stock input', 'stock'], 100)).toBe(50);
});
