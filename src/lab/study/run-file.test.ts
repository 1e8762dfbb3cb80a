import { describe, expect, it } from 'vitest';
import { parseRunFile } from './run-file.ts';

describe('parseRunFile', () => {
  it('refuses a version that is deeper than the stack in words, too', () => {
    const version = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
    expect(() => parseRunFile({ kind: 'medmnist-lab-run', version })).toThrow(
      expect.objectContaining({ code: 'bad-study' }),
    );
  });
});
