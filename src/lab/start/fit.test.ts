import { describe, expect, it } from 'vitest';
import type { NetArray } from '../model-export/trained-net.ts';
import type { ModelShape } from '../model-shape.ts';
import { type FitTarget, fitOf, fitWeights, fitWords, whyUnfit } from './fit.ts';
import { exampleWeights, SMALL_SHAPE } from './testing/example-weights.ts';
import { factsOfWeights } from './weights.ts';

const CLASSES = ['normal', 'pneumonia'];

function targetOf(changes: Partial<ModelShape> = {}, classNames: readonly string[] = CLASSES): FitTarget {
  return { shape: { ...SMALL_SHAPE, ...changes }, edge: 28, classNames };
}

function fitted(before: Partial<ModelShape>, after: Partial<ModelShape>): ReadonlyMap<string, NetArray> {
  const weights = exampleWeights(before, { classNames: CLASSES });
  return fitWeights(weights, factsOfWeights(weights), targetOf(after));
}

/** What a kernel gives of a patch whose pixels are [in, taps]; one sum for each output. */
function responses({ shape, values }: NetArray, patch: (channel: number, tap: number) => number): number[] {
  const [outputs, inputs, ...edges] = shape as [number, number, ...number[]];
  const taps = edges.reduce((product, edge) => product * edge, 1);
  return Array.from({ length: outputs }, (_, output) => {
    let sum = 0;
    for (let channel = 0; channel < inputs; channel++) {
      for (let tap = 0; tap < taps; tap++)
        sum += values[(output * inputs + channel) * taps + tap]! * patch(channel, tap);
    }
    return sum;
  });
}

describe('weights that start a net', () => {
  it('are taken as they are where images and classes are the same', () => {
    const weights = exampleWeights({}, { classNames: CLASSES });
    const facts = factsOfWeights(weights);
    expect(fitOf(facts, targetOf())).toEqual({ stem: 'kept', head: 'kept' });
    expect(fitWords(facts, targetOf())).toEqual([]);
    expect(fitWeights(weights, facts, targetOf())).toEqual(weights.arrays);
  });

  it.each([
    ['three colours to grey', 3, 1],
    ['grey to three colours', 1, 3],
    ['three colours to slices', 3, 27],
    ['grey to slices', 1, 28],
    ['slices to grey', 28, 1],
  ])('see a grey image as before, from %s', (_, before, after) => {
    const weights = exampleWeights({ channels: before });
    const grey = (_channel: number, tap: number) => Math.sin(tap);
    const first = fitWeights(weights, factsOfWeights(weights), targetOf({ channels: after })).get(
      'conv1.weight',
    )!;
    expect(first.shape).toEqual([2, after, 7, 7]);
    const expected = responses(weights.arrays.get('conv1.weight')!, grey);
    for (const [output, value] of responses(first, grey).entries())
      expect(value).toBeCloseTo(expected[output]!, 5);
  });

  it('are repeated in turn and scaled for several channels, as timm does', () => {
    const weights = exampleWeights({ channels: 3 });
    const before = weights.arrays.get('conv1.weight')!;
    const after = fitted({ channels: 3 }, { channels: 28 }).get('conv1.weight')!;
    for (const [output, channel, tap] of [
      [0, 0, 3],
      [1, 4, 10],
      [1, 27, 48],
    ] as const) {
      const source = before.values[(output * 3 + (channel % 3)) * 49 + tap]!;
      expect(after.values[(output * 28 + channel) * 49 + tap]).toBeCloseTo((source * 3) / 28, 7);
    }
  });

  it('lose their head where the classes are others, and nothing else', () => {
    const all = fitted({}, {});
    expect([...all.keys()]).toContain('fc.weight');
    const weights = exampleWeights({}, { classNames: ['benign', 'malignant'] });
    const facts = factsOfWeights(weights);
    const left = fitWeights(weights, facts, targetOf());
    expect([...all.keys()].filter((name) => !left.has(name))).toEqual(['fc.weight', 'fc.bias']);
    expect(fitWords(facts, targetOf())).toEqual(['The head is drawn anew, as the classes are others.']);
    const five = fitOf(factsOfWeights(exampleWeights({ outputs: 5 })), targetOf());
    expect(five).toEqual({ stem: 'kept', head: 'drawn' });
  });

  it('keep a head whose classes nobody names where there are as many', () => {
    const facts = factsOfWeights(exampleWeights());
    expect(fitOf(facts, targetOf()).head).toBe('kept');
    expect(fitWords(facts, targetOf())[0]).toContain('do not name their classes');
  });

  it.each<[string, Partial<ModelShape>, Partial<ModelShape>, RegExp]>([
    ['another network', { model: 'small-cnn' }, {}, /small CNN.*trains a ResNet-18/],
    ['another width', { width: 4 }, {}, /of width 4, and the recipe says 2\. Choose width 4\./],
    ['another stem', { stem: 'small' }, {}, /3×3 stem.*7×7 stem.*Choose the stem “small”/],
    ['volumes', { dims: 3 }, {}, /for volumes/],
    ['images for volumes', {}, { dims: 3 }, /Choose slices/],
    ['a linear model on other images', { model: 'linear' }, { model: 'linear', channels: 1 }, /pixel values/],
  ])('are refused with the way out where they are of %s', (_, before, after, words) => {
    const facts = factsOfWeights(exampleWeights(before));
    expect(whyUnfit(facts, targetOf(after))).toMatch(words);
    expect(() => fitted(before, after)).toThrow(words);
  });

  it('leave nothing of a linear model whose classes are others', () => {
    const facts = factsOfWeights(exampleWeights({ model: 'linear' }, { classNames: ['a', 'b'] }));
    expect(whyUnfit(facts, targetOf({ model: 'linear' }))).toContain('nothing of it would be left');
  });
});
