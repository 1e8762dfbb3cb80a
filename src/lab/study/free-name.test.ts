import { describe, expect, it } from 'vitest';
import { freeName } from './free-name.ts';

describe('the name of a new study', () => {
  it('is its own where it is free, else the next number', () => {
    expect(freeName('a', new Set())).toBe('a');
    expect(freeName('a', new Set(['a']))).toBe('a (2)');
    expect(freeName('a', new Set(['a', 'a (2)']))).toBe('a (3)');
    expect(freeName('a (2)', new Set(['a', 'a (2)']))).toBe('a (3)');
  });

  it('is no longer than a name may be', () => {
    const long = 'x'.repeat(120);
    const name = freeName(long, new Set([long]));
    expect(name).toHaveLength(120);
    expect(name.endsWith(' (2)')).toBe(true);
  });
});
