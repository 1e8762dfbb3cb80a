import { describe, expect, it } from 'vitest';
import { shortened } from './shortened.ts';

describe('shortened', () => {
  it('keeps both ends, and what fits as it is', () => {
    expect(shortened('flip + noise', 12)).toBe('flip + noise');
    expect(shortened('flip + noise · batch 32 · seed 2', 16)).toBe('flip + n…seed 2');
    expect(shortened('abcdefgh', 0)).toBe('ab…h');
  });
});
