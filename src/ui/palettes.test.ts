import { describe, expect, it } from 'vitest';
import { classColour, RUN_COLOURS, runColour, runInk } from './palettes.ts';

function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
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

  it.each(['light', 'dark'] as const)('can be written on, and told apart, in the %s theme', (scheme) => {
    const colours = [...RUN_COLOURS[scheme], runColour(null, scheme)];
    for (const colour of colours) expect(contrast(colour, runInk(scheme))).toBeGreaterThanOrEqual(4.5);
    for (const see of [NORMAL, DEUTERANOPIA, PROTANOPIA]) {
      const seen = RUN_COLOURS[scheme].map((colour) => oklab(see, colour));
      seen.forEach((one, index) => {
        for (const other of seen.slice(0, index)) {
          expect(Math.hypot(...one.map((value, axis) => value - other[axis]!))).toBeGreaterThan(0.04);
        }
      });
    }
  });
});

type Matrix = readonly (readonly [number, number, number])[];

const NORMAL: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
/** What eyes without one kind of cones see (Machado, Oliveira & Fernandes 2009, severity 1), in linear RGB. */
const DEUTERANOPIA: Matrix = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
];
const PROTANOPIA: Matrix = [
  [0.152286, 1.052583, -0.204868],
  [0.114503, 0.786281, 0.099216],
  [-0.003882, -0.048116, 1.051998],
];

function times(matrix: Matrix, [x, y, z]: readonly number[]): number[] {
  return matrix.map(([a, b, c]) => a * x! + b * y! + c * z!);
}

/** Where distances are about as large as they look (Ottosson 2020). */
function oklab(see: Matrix, hex: string): number[] {
  const rgb = times(see, linear(hex)).map((value) => Math.min(1, Math.max(0, value)));
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  ).map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}
