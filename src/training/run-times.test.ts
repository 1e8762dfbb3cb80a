import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RUN_PARTS, RunTimes } from './run-times.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (milliseconds: number) => {
  vi.advanceTimersByTime(milliseconds);
};
const NONE = Object.fromEntries(RUN_PARTS.map((part) => [part, 0]));

it('counts each moment to one part: the innermost, and records where there is none', async () => {
  const times = new RunTimes();
  pass(1);
  const answer = times.during('step', () => {
    pass(20);
    times.during('batch', () => pass(3));
    return 'done';
  });
  expect(answer).toBe('done');
  const waiting = times.during('readback', () => new Promise((resolve) => setTimeout(resolve, 400)));
  pass(400);
  await waiting;
  pass(5000);
  expect(times.milliseconds).toEqual({ ...NONE, records: 5001, step: 20, batch: 3, readback: 400 });
});

it('leaves a part that fails', async () => {
  const times = new RunTimes();
  const fail = () => {
    pass(2);
    throw new Error('of a test');
  };
  expect(() => times.during('step', fail)).toThrow('of a test');
  await expect(times.during('evaluation', async () => fail())).rejects.toThrow('of a test');
  pass(10);
  expect(times.milliseconds).toEqual({ ...NONE, step: 2, evaluation: 2, records: 10 });
});

it('forgets what was before', () => {
  const times = new RunTimes();
  pass(7);
  times.reset();
  pass(1);
  expect(times.milliseconds).toEqual({ ...NONE, records: 1 });
});
