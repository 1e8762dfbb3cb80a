import { expect } from 'vitest';

/** Relative tolerance of the bar on every backend. */
export const TOLERANCE = 1e-4;

/** The float64 reference gives the golden figures to this, and to a thousandth of it relative to the largest of a row. */
const REFERENCE_TOLERANCE = 1e-6;

/** Two roundings to float32 of a value itself, which no step can avoid. */
const ROUNDING = 2 ** -23;

/** Largest difference relative to the largest expected value. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expectWithin(actual, expected, (_, largest) => TOLERANCE * largest, what);
}

/** As expectClose, but each figure by itself: to the bar, and a hundredth of the bar relative to the largest. */
export function expectEachClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expectWithin(actual, expected, (size, largest) => TOLERANCE * (size + largest / 100), what);
}

/** The reference against a golden row: to 1e-6 of each figure, and 1e-9 of the largest. */
export function expectExact(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expectWithin(actual, expected, (size, largest) => REFERENCE_TOLERANCE * (size + largest / 1000), what);
}

/** @param allowed error of a figure of this size in a row where this is the largest */
function expectWithin(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  allowed: (size: number, largest: number) => number,
  what: string,
): void {
  expect(actual.length, what).toBe(expected.length);
  const sizes = Array.from(expected, Math.abs);
  const largest = Math.max(...sizes);
  sizes.forEach((size, index) => {
    const error = Math.abs(actual[index]! - expected[index]!);
    if (!(error <= allowed(size, largest)))
      expect.fail(`${what}[${index}]: ${actual[index]} for ${expected[index]}`);
  });
}

export function expectSmall(error: number, what: string): void {
  if (!(error <= TOLERANCE)) expect.fail(`${what}: off by ${error.toExponential(1)}`);
}

/** What was moved, by how much it should have moved and the rounding of the value it ended at. */
export function expectMoved(
  actual: ArrayLike<number>,
  expected: Float64Array,
  moved: Float64Array,
  what: string,
): void {
  const allowed = TOLERANCE * Math.hypot(...moved) + ROUNDING * Math.hypot(...expected);
  const error = Math.hypot(...expected.map((value, place) => actual[place]! - value));
  if (!(error <= allowed)) expect.fail(`${what}: off by ${(error / Math.hypot(...moved)).toExponential(1)}`);
}
