import { expect, it } from 'vitest';
import { mapEdge, telltaleStage } from './map-edge.ts';

it.each([
  ['imagenet', 28, [7, 4, 2, 1], 2],
  ['imagenet', 224, [56, 28, 14, 7], 4],
  ['imagenet', 64, [16, 8, 4, 2], 3],
  ['small', 28, [28, 14, 7, 4], 4],
  ['imagenet', 8, [2, 1, 1, 1], 1],
] as const)('stem %s, %i pixels: maps of %j', (stem, size, edges, stage) => {
  expect([1, 2, 3, 4].map((place) => mapEdge({ stem }, size, place))).toEqual(edges);
  expect(telltaleStage({ stem }, size)).toBe(stage);
});
