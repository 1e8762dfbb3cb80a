import { describe, expect, it } from 'vitest';
import type { Curve } from './curve.ts';
import { holdsLines } from './zoom.ts';

const line: Curve = {
  ...{ id: 'a', name: 'a', colour: '#000', dash: '', opacity: 1, width: 2 },
  points: [1, 2, 3].map((x) => ({ x, y: 0.5 })),
};

describe('a part of the x axis', () => {
  it('can be shown where a named line goes through it', () => {
    expect(holdsLines([line], [1, 2])).toBe(true);
    expect(holdsLines([line], [1.2, 1.9])).toBe(false);
    expect(holdsLines([line], [1.5, 2.5])).toBe(false);
    expect(holdsLines([{ ...line, name: null }], [1, 3])).toBe(false);
  });
});
