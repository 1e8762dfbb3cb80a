import { expect, it } from 'vitest';
import { ClassMeans, correlation } from './class-means.ts';

it('finds the mean of each class, and who is like it whatever the exposure', () => {
  const means = new ClassMeans('binary', 2, 3);
  means.add([0, 1, 2], [0]);
  means.add([2, 3, 4], [0]);
  expect([...means.mean(0)!]).toEqual([1, 2, 3]);
  expect(means.mean(1)).toBeNull();
  expect(means.likeness(means.means(), [10, 30, 50], [0])).toBeCloseTo(1);
  expect(means.likeness(means.means(), [3, 2, 1], [0])).toBeCloseTo(-1);
  expect(means.likeness(means.means(), [3, 2, 1], [1])).toBe(0);
});

it('has a mean for images without a label', () => {
  const means = new ClassMeans('multi-label', 2, 2);
  means.add([1, 2], [1, 1]);
  means.add([5, 6], [0, 0]);
  expect(means.means().map((mean) => mean && [...mean])).toEqual([
    [1, 2],
    [1, 2],
    [5, 6],
  ]);
});

it('calls a flat image like none', () => {
  expect(correlation([5, 5, 5], [1, 2, 3])).toBe(0);
});
