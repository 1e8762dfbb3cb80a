import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeOverFailure, tellFailure } from './told-in-place.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('is told once: by the page where it shows the run, else by a notice', async () => {
  const notice = vi.fn();
  let close: () => void = () => undefined;
  void tellFailure('a', new Promise((resolve) => (close = resolve)), notice);
  expect(takeOverFailure('a')).toBe(true);
  close();
  await vi.runAllTimersAsync();
  expect(notice).not.toHaveBeenCalled();

  void tellFailure('b', Promise.resolve(), notice);
  expect(takeOverFailure('a')).toBe(false);
  await vi.runAllTimersAsync();
  expect(notice).toHaveBeenCalledTimes(1);
  expect(takeOverFailure('b')).toBe(false);
});
