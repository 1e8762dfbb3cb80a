import { expect, it } from 'vitest';
import type { Curve } from './curve.ts';
import { leavesAt, leavingCurves } from './leaving.ts';

const line = (id: string, heights: readonly number[], name: string | null = id): Curve => ({
  ...{ id, name, colour: '#000', dash: '', opacity: 1, width: 2 },
  points: heights.map((y, index) => ({ x: index + 1, y })),
});
const CALM = 10;
const ids = (...curves: readonly Curve[]) => leavingCurves(curves, CALM).leaving.map(({ curve }) => curve.id);

it('leaves a line out that is far above the others, and says how high the others are', () => {
  const curves = [line('a', [0.7, 0.5]), line('b', [0.8, 900]), line('c', [0.9, 0.4])];
  expect(leavingCurves(curves, CALM)).toEqual({ top: 0.9, leaving: [{ curve: curves[1], highest: 900 }] });
});

it('leaves none out where there is one alone, or none far above, or none that is high at all', () => {
  expect(ids(line('a', [0.7, 1e6]))).toEqual([]);
  expect(ids(line('a', [0.7]), line('b', [0.8, 5]))).toEqual([]);
  expect(ids(line('a', [0.001]), line('b', [0.7]))).toEqual([]);
  expect(ids(line('a', [20]), line('b', [100]))).toEqual([]);
});

it('leaves all out that are beyond the first gap, and what stands behind them with them', () => {
  expect(
    ids(line('a', [0.7]), line('b', [3e5]), line('b raw', [4e6], null), line('c', [1e9]), line('d', [0.9])),
  ).toEqual(['b', 'c']);
  // A single one with its raw course behind it is whole.
  expect(ids(line('a', [0.7]), line('a raw', [40], null))).toEqual([]);
});

it('finds where a line goes beyond the top', () => {
  expect(
    leavesAt(
      [
        { x: 1, y: 0 },
        { x: 2, y: 4 },
      ],
      1,
    ),
  ).toBe(1.25);
  expect(leavesAt([{ x: 1, y: 5 }], 1)).toBe(1);
  expect(leavesAt([{ x: 1, y: 0 }], 1)).toBeNull();
});
