import { expect, it } from 'vitest';
import { scoredPart } from './scored-part.ts';

it('reads 1,000 classes in steps of a few images, so that the page has its turn', () => {
  const [count, outputs] = [35, 1000];
  const labels = Uint16Array.from({ length: count }, (_, image) => 28 * image);
  const logits = new Float32Array(count * outputs);
  for (const [image, label] of labels.entries()) logits[image * outputs + label] = 5;
  const work = scoredPart({ logits, labels, outputs, activation: 'softmax' }, 'multi-class');
  let steps = 0;
  let step = work.next();
  for (; !step.done; step = work.next()) steps++;
  // One for the labels of each class, and four of at most ten images.
  expect(steps).toBe(outputs + 4);
  expect([...step.value.likeliest]).toEqual([...labels]);
  expect(step.value.scores[28]![1]).toBeCloseTo(5 - Math.log(999), 6);
});
