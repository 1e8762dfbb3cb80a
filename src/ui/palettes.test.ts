import { describe, expect, it } from 'vitest';
import { classColour, nextColour, RUN_COLOURS, runColour, runDash } from './palettes.ts';

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

describe('run palette', () => {
  it.each([
    ['light', '#ffffff'],
    ['dark', '#1b1d22'],
  ] as const)('can be read as text on %s paper', (scheme, paper) => {
    for (const colour of RUN_COLOURS[scheme]) expect(contrast(colour, paper)).toBeGreaterThanOrEqual(4.5);
  });

  it('shares no colour with the classes', () => {
    const classes = Array.from({ length: 8 }, (_, index) => classColour(index).toLowerCase());
    for (const colour of [...RUN_COLOURS.light, ...RUN_COLOURS.dark]) expect(classes).not.toContain(colour);
  });

  it('tells the second round apart by its dash', () => {
    expect(runColour(0, 'light')).toBe(runColour(8, 'light'));
    expect(runDash(0)).not.toBe(runDash(8));
  });

  it('gives the lowest free colour', () => {
    expect(nextColour([])).toBe(0);
    expect(nextColour([0, 1, 3])).toBe(2);
  });
});
