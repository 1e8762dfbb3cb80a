import { expect, it } from 'vitest';
import { heightAt, tableSteps } from './curve-rows.ts';

it('takes every epoch of a short run, and eleven of a long one, the first and the last among them', () => {
  expect(tableSteps('epoch', 1)).toEqual([1]);
  expect(tableSteps('epoch', 4)).toEqual([1, 2, 3, 4]);
  const long = tableSteps('epoch', 100);
  expect([long.length, long[0], long.at(-1)]).toEqual([11, 1, 100]);
  expect(tableSteps('rate', 1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
});

it('tells a height only where the curve has one, with its band', () => {
  const curve = {
    points: [
      { x: 0, y: 0 },
      { x: 0.1 + 0.2, y: 0.5 },
      { x: 1, y: 0.7 },
      { x: 1, y: 1 },
    ],
    band: [{ x: 0.3, low: 0.4, high: 0.6 }],
  };
  expect(heightAt(curve, 0.3)).toEqual({ y: 0.5, interval: [0.4, 0.6] });
  expect(heightAt(curve, 1)).toEqual({ y: 1, interval: null });
  expect(heightAt(curve, 0.5)).toBeNull();
});
