import { describe, expect, it } from 'vitest';
import { type RunIdentity, refuseOtherRun } from './continuation.ts';

const KEPT: RunIdentity = {
  recipeHash: 'a1',
  fingerprint: 'f1',
  backend: 'webgpu',
  device: 'Adapter A',
  arithmetic: 'd1',
};

describe('a run that is to go on', () => {
  it('may, where nothing that decides its numbers has changed', () => {
    expect(() => refuseOtherRun(KEPT, { ...KEPT })).not.toThrow();
  });

  it.each([
    ['recipe', { recipeHash: 'a2' }, 'another recipe'],
    ['images', { fingerprint: 'f2' }, 'not those that the run was trained on'],
    [
      'backend',
      { backend: 'simd', device: 'a processor' },
      'trained on WebGPU (Adapter A), and SIMD (a processor)',
    ],
    ['device', { device: 'Adapter B' }, 'and WebGPU (Adapter B) computes here'],
    ['version', { arithmetic: 'd2' }, 'changed since the run began'],
  ] as const)('may not with another %s, and the words say why', (_, change, words) => {
    const attempt = () => refuseOtherRun(KEPT, { ...KEPT, ...change });
    expect(attempt).toThrow(words);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'cannot-continue',
        remedy: expect.stringContaining('What it has is kept.'),
      }),
    );
  });
});
