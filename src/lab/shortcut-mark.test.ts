import { describe, expect, it } from 'vitest';
import { hasMark, heatOnMark, markShare, plantMark } from './shortcut-mark.ts';

const SHAPE = { dims: 2, size: 28, channels: 4 } as const;

describe('the mark of a shortcut', () => {
  it('is known where it was planted, and nowhere else', () => {
    const image = new Uint8Array(28 * 28 * 4).fill(120);
    expect(hasMark(image, SHAPE)).toBe(false);
    plantMark(image, SHAPE);
    expect(hasMark(image, SHAPE)).toBe(true);
    image[(3 * 28 + 3) * 4] = 254;
    expect(hasMark(image, SHAPE)).toBe(false);
  });

  it('takes its share of even heat, and all of the heat that lies on it', () => {
    expect(markShare(SHAPE)).toBeCloseTo(25 / 784, 12);
    const even = new Float32Array(2 * 28 * 28).fill(0.5);
    expect(heatOnMark(even, SHAPE)).toBeCloseTo(markShare(SHAPE), 6);
    const spot = new Float32Array(28 * 28);
    spot[5 * 28 + 1] = 1;
    expect(heatOnMark(spot, SHAPE)).toBe(1);
    expect(heatOnMark(new Float32Array(28 * 28), SHAPE)).toBe(0);
  });
});
