import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { exampleRow } from '../../storage/testing/example-row.ts';
import { folded } from './folded-differences.ts';

const columns = (...recipes: readonly object[]) =>
  folded(recipes.map((recipe, index) => exampleRow({ id: String(index), recipe: parseRecipe(recipe) }))).map(
    ({ title, texts }) => [title, ...texts],
  );

describe('what differs between runs', () => {
  it('is a choice once, with the settings that were changed by hand', () => {
    const [optimizer, ...others] = columns(
      {},
      { optimizer: { name: 'adam' } },
      { optimizer: { name: 'adam', learningRate: 0.05 } },
    );
    expect(others).toEqual([]);
    expect(optimizer![0]).toBe('Optimizer');
    expect(optimizer![1]).toMatch(/^PESG/);
    expect(optimizer![2]).toMatch(/^Adam$/);
    expect(optimizer![3]).toMatch(/^Adam · lr 0\.05$/);
  });

  it('is the way to learn once, for the loss and the optimizer that belong to it', () => {
    const classify = { loss: { name: 'cross-entropy' }, optimizer: { name: 'adam', learningRate: 0.01 } };
    expect(columns({}, classify)).toEqual([['How it learns', 'rank', 'classify · lr 0.01']]);
  });

  it('is an augmentation that is on or off, not its settings', () => {
    const found = columns({}, { augment: { noise: {} } });
    expect(found).toHaveLength(1);
    expect(found[0]!.slice(1)).toEqual(['off', 'on']);
  });

  it('is a setting by itself, where the choice is the same', () => {
    expect(columns({}, { optimizer: { name: 'pesg', learningRate: 0.01 }, batch: 32 })).toEqual([
      ['Optimizer: learning rate', '0.1', '0.01'],
      ['Batch', '128', '32'],
    ]);
    expect(columns({}, {})).toEqual([]);
  });
});
