import { expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';

it('names every published figure in words, none by its key', () => {
  const labels = new Set(CATALOGUE.flatMap(({ published }) => published.map(({ label }) => label)));
  expect(labels.size).toBe(4);
  for (const label of labels) expect(label).toMatch(/^ResNet-18.* \(MedMNIST v2\)$/);
});
