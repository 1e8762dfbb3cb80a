import { describe, expect, it } from 'vitest';
import { changeTexts } from './change-texts.ts';
import { parseRecipe } from './parse.ts';

const texts = (before: object, after: object) => changeTexts(parseRecipe(before), parseRecipe(after));

describe('what differs between two recipes', () => {
  it('is nothing where they are equal', () => {
    expect(texts({}, {})).toEqual([]);
  });

  it('is a choice, without the settings that follow from it', () => {
    expect(texts({}, { optimizer: { name: 'adam' } })).toEqual(['Adam']);
    expect(texts({}, { loss: { name: 'cross-entropy' } })).toHaveLength(1);
    const classify = { loss: { name: 'cross-entropy' }, optimizer: { name: 'adam' } };
    expect(texts({}, classify)).toEqual(['classify']);
    expect(texts(classify, {})).toEqual(['rank']);
    expect(texts({}, { augment: { noise: {} } })).toEqual(['noise']);
    expect(texts({ augment: { noise: {} } }, {})).toEqual(['no noise']);
    expect(texts({}, { dataset: { kind: 'catalogue', id: 'pneumoniamnist' } })).toEqual(['PneumoniaMNIST']);
  });

  it('is a setting by itself, where the choice is the same', () => {
    expect(texts({}, { optimizer: { name: 'pesg', learningRate: 0.01 } })).toEqual(['lr 0.01']);
    expect(texts({}, { seed: 2, batch: 32 })).toEqual(['batch 32', 'seed 2']);
    expect(texts({}, { normalise: 'half' })).toEqual(['normalise']);
    expect(texts({ normalise: 'half' }, {})).toEqual(['not normalised']);
    expect(texts({}, { epochs: null, steps: 200 })).toEqual(['200 steps']);
  });
});
