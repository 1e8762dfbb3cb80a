import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RunClock } from './run-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const wait = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds);
  });

it('counts on from the run before, and leaves out what is waited for, also where the wait fails', async () => {
  const clock = new RunClock();
  clock.continueFrom(10);
  vi.advanceTimersByTime(2000);
  const waited = clock.without(() => wait(5000));
  await vi.advanceTimersByTimeAsync(5000);
  await waited;
  expect(clock.seconds).toBe(12);
  const failed = clock.without(async () => {
    await wait(1000);
    throw new Error('no');
  });
  const refused = expect(failed).rejects.toThrow('no');
  await vi.advanceTimersByTimeAsync(1000);
  await refused;
  vi.advanceTimersByTime(500);
  expect(clock.seconds).toBe(12.5);
});
