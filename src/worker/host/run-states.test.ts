import { describe, expect, it } from 'vitest';
import { keptRunOf } from './run-states.ts';

const KEPT = {
  marks: { id: 'a1b2', createdAt: 5 },
  identity: { recipeHash: 'h', fingerprint: 'f', backend: 'simd', device: 'd', arithmetic: 'a' },
  state: { epochsDone: 2, steps: 20 },
};

describe('the state of a run', () => {
  it('is taken as it was written', () => {
    expect(keptRunOf(KEPT)).toBe(KEPT);
  });

  it.each([
    ['nothing', null],
    ['a number', 5],
    ['no marks', { ...KEPT, marks: undefined }],
    ['an id that is a path', { ...KEPT, marks: { ...KEPT.marks, id: '../a' } }],
    ['a backend that is none', { ...KEPT, identity: { ...KEPT.identity, backend: 'abacus' } }],
    ['no epoch', { ...KEPT, state: { epochsDone: 0, steps: 0 } }],
  ])('with %s is refused', (_, value) => {
    expect(() => keptRunOf(value)).toThrow('not the state of a run');
  });
});
