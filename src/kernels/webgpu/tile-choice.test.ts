import { expect, test } from 'vitest';
import { TileChoice } from './tile-choice.ts';

test('what an earlier visit measured is taken over, but for tiles that the adapter no longer takes', () => {
  const earlier = { a: 'vector 64x64', b: 'vector 64x64 pipelined', c: 'scalar 32x32', d: 'of another time' };
  const takenOver = (software: boolean) => {
    const choice = new TileChoice({ software, searches: true });
    choice.learn(earlier);
    return Object.keys(choice.measured);
  };
  expect(takenOver(false)).toEqual(['b', 'c']);
  expect(takenOver(true)).toEqual(['a', 'c']);
});
