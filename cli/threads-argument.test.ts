import { describe, expect, it } from 'vitest';
import { readThreads, sharedThreads } from './threads-argument.ts';
import { UsageError } from './usage-error.ts';

describe('threads of the browsers', () => {
  it('are what was asked for, or left to the page', () => {
    expect(readThreads(undefined)).toBeNull();
    expect(readThreads('3')).toBe(3);
    for (const text of ['0', '-1', '1.5', 'many', '']) expect(() => readThreads(text)).toThrow(UsageError);
  });

  it('share the processors of one machine', () => {
    expect(sharedThreads(1, 8)).toBeNull();
    expect(sharedThreads(3, 8)).toBe(2);
    expect(sharedThreads(4, 2)).toBe(1);
  });
});
