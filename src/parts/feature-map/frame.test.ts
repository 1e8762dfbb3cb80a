import { expect, it } from 'vitest';
import { frameOf, nearestPoint } from './frame.ts';

const MAP = { x: [0, 10, 10], y: [0, 0, 5] };

it('one scale holds for both axes, and all is in sight', () => {
  const { toX, toY, fromX, fromY } = frameOf([MAP, { x: [-10], y: [0] }], 432, 300);
  expect(toX(-10)).toBeCloseTo(16, 9);
  expect(toX(10)).toBeCloseTo(416, 9);
  expect(toY(0) - toY(5)).toBeCloseTo((toX(10) - toX(0)) / 2, 9);
  expect(fromX(toX(3))).toBeCloseTo(3, 9);
  expect(fromY(toY(4))).toBeCloseTo(4, 9);
});

it('a map of one point, or of none, has a frame', () => {
  expect(frameOf([{ x: [3], y: [3] }], 100, 100).toX(3)).toBe(50);
  expect(Number.isFinite(frameOf([], 100, 100).toX(0))).toBe(true);
});

it('the nearest point is within reach', () => {
  const frame = frameOf([MAP], 432, 300);
  const at = { x: frame.toX(10) + 3, y: frame.toY(5) };
  expect(nearestPoint(MAP, frame, at, 8)).toBe(2);
  expect(nearestPoint(MAP, frame, at, 2)).toBeNull();
});
