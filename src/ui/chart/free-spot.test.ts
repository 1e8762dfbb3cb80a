import { expect, it } from 'vitest';
import { type Box, freeSpot } from './free-spot.ts';

interface Spot {
  readonly top: number;
  readonly side: 1 | -1;
}

const spots: readonly Spot[] = [
  { top: 80, side: 1 },
  { top: 80, side: -1 },
  { top: 40, side: 1 },
];
/** Words of 40 by 10 beside a pole at 50. */
const boxOf = ({ top, side }: Spot): Box => ({
  ...{ left: side > 0 ? 10 : 50, right: side > 0 ? 50 : 90 },
  ...{ top, bottom: top + 10 },
});

it('is the first at which the words cross nothing', () => {
  expect(freeSpot(spots, boxOf, [], [])).toBe(spots[0]);
  const across = [
    { x: 0, y: 90 },
    { x: 45, y: 75 },
  ];
  expect(freeSpot(spots, boxOf, [across], [])).toBe(spots[1]);
  expect(freeSpot(spots, boxOf, [[...across, { x: 100, y: 85 }]], [])).toBe(spots[2]);
  expect(freeSpot(spots, boxOf, [], [{ left: 0, right: 200, top: 85, bottom: 100 }])).toBe(spots[2]);
});

it('is the first of all where each crosses something, and knows a point by itself', () => {
  expect(freeSpot(spots, boxOf, [], [{ left: 0, right: 200, top: 0, bottom: 100 }])).toBe(spots[0]);
  expect(freeSpot(spots, boxOf, [[{ x: 20, y: 85 }]], [])).toBe(spots[1]);
  expect(freeSpot(spots, boxOf, [[{ x: 20, y: 95 }]], [])).toBe(spots[0]);
});
