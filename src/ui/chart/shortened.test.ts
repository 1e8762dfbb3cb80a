import { describe, expect, it } from 'vitest';
import { beginning, shortened } from './shortened.ts';

describe('shortened', () => {
  it('keeps both ends, and what fits as it is', () => {
    expect(shortened('flip + noise', 12)).toBe('flip + noise');
    expect(shortened('flip + noise · batch 32 · seed 2', 16)).toBe('flip + n…seed 2');
    expect(shortened('abcdefgh', 0)).toBe('ab…h');
  });
});

describe('beginning', () => {
  it('ends after a whole word, with nothing that joins it to the next', () => {
    expect(beginning('plain · 16 epochs', 17)).toBe('plain · 16 epochs');
    expect(beginning('plain · 16 epochs', 12)).toBe('plain · 16…');
    expect(beginning('plain · 16 epochs', 8)).toBe('plain…');
    expect(beginning('flip + noise', 7)).toBe('flip…');
    expect(beginning('the lab’s first run', 13)).toBe('the lab’s…');
  });

  it('cuts a first word that is too long', () => {
    expect(beginning('undersampled', 8)).toBe('undersa…');
    expect(beginning('undersampled', 0)).toBe('und…');
  });
});
