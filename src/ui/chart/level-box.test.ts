import { describe, expect, it } from 'vitest';
import { levelBox } from './level-box.ts';

const AREA = { x: 40, width: 400 };
/** Upright through the whole drawing. */
const pole = (x: number) => [
  { x, y: 0 },
  { x, y: 300 },
];

describe('the words of a level', () => {
  it('stand at its left end, just above it', () => {
    const box = levelBox('coin toss', 200, AREA, []);
    expect(box.left).toBe(40);
    expect(box.bottom).toBeLessThan(200);
    expect(box.bottom).toBeGreaterThan(190);
  });

  it('stand at its right end where a curve begins at the left one', () => {
    expect(levelBox('coin toss', 200, AREA, [pole(60)]).right).toBe(440);
  });

  it('stand between where both ends are taken, and at the left where there is no room at all', () => {
    const between = levelBox('coin toss', 200, AREA, [pole(60), pole(430)]);
    expect(between.left).toBeGreaterThan(60);
    expect(between.right).toBeLessThan(430);
    const everywhere = Array.from({ length: 41 }, (_, step) => pole(40 + 10 * step));
    expect(levelBox('coin toss', 200, AREA, everywhere).left).toBe(40);
  });
});
