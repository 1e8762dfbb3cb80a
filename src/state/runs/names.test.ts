import { describe, expect, it } from 'vitest';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { exampleRow } from '../../storage/testing/example-row.ts';
import { lineNames, runNames } from './names.ts';

const named = (rows: Parameters<typeof runNames>[0]) => [...runNames(rows).values()];

describe('runNames', () => {
  const plain = exampleRow({ id: 'a' });
  const normalised = exampleRow({ id: 'b', recipe: { ...DEFAULT_RECIPE, normalise: 'half' } });

  it('says only what differs', () => {
    expect(named([plain, normalised])).toEqual(['plain', 'normalise']);
  });

  it('leaves out what all have in common, but never what was done to the images', () => {
    const narrow = { ...DEFAULT_RECIPE, width: 4 };
    const rows = [
      exampleRow({ id: 'a', recipe: narrow }),
      exampleRow({ id: 'b', recipe: { ...narrow, balance: { name: 'upsample' } } }),
    ];
    expect(named(rows)).toEqual(['plain', 'plain · upsample']);
    expect(named(rows.slice(0, 1))).toEqual(['plain · w4']);
  });

  it('adds the seed, and then the time, only where names would be the same', () => {
    const reseeded = exampleRow({ id: 'c', recipe: { ...DEFAULT_RECIPE, seed: 9 } });
    expect(named([plain, reseeded, normalised])).toEqual(['plain · seed 1', 'plain · seed 9', 'normalise']);
    const again = exampleRow({ id: 'd', createdAt: plain.createdAt + 61_000 });
    const names = named([plain, again]);
    expect(new Set(names).size).toBe(2);
    expect(names[0]).toMatch(/^plain · seed 1 · \d\d:\d\d:\d\d$/);
  });

  it('adds the set where the sets differ, and takes a name given by a person as it is', () => {
    const other = exampleRow({
      id: 'e',
      dataset: { ...plain.dataset, key: 'pneumoniamnist@28', name: 'PneumoniaMNIST' },
    });
    const titled = exampleRow({ id: 'f', title: 'mine' });
    expect(named([plain, other, titled])).toEqual([
      'plain · Pneumonia phantom',
      'plain · PneumoniaMNIST',
      'mine',
    ]);
  });

  it('says in what sets of one name differ', () => {
    const { dataset } = DEFAULT_RECIPE;
    const small = exampleRow({
      id: 'g',
      recipe: { ...DEFAULT_RECIPE, dataset: { ...dataset, images: 200 } as typeof dataset },
      dataset: { ...plain.dataset, key: 'phantom:small' },
    });
    expect(named([plain, small])).toEqual([
      'plain · Pneumonia phantom 1200 images',
      'plain · Pneumonia phantom 200 images',
    ]);
  });

  it('tells two runs apart that were given one title, or the name of another', () => {
    const first = exampleRow({ id: 'f', title: 'mine' });
    const second = exampleRow({ id: 'g', title: 'mine', createdAt: first.createdAt + 61_000 });
    expect(new Set(named([first, second])).size).toBe(2);
    const borrowed = exampleRow({ id: 'h', title: 'plain' });
    expect(named([plain, borrowed])).toEqual(['plain · seed 1', 'plain']);
  });
});

describe('lineNames', () => {
  const lines = (rows: Parameters<typeof lineNames>[0]) => [...lineNames(rows).values()];
  const recipe = (change: object) => parseRecipe({ augment: { flip: {}, noise: {} }, ...change });
  const row = (id: string, change: object) => exampleRow({ id, recipe: recipe(change) });

  it('leave out all that is the same, also of what was done to the images', () => {
    expect(lines([row('a', { epochs: 5 }), row('b', { epochs: 20 })])).toEqual(['5 epochs', '20 epochs']);
    expect(
      lines([
        row('a', { augment: { flip: {}, invert: {} } }),
        row('b', { augment: { flip: {}, noise: {} } }),
      ]),
    ).toEqual(['invert', 'noise']);
    expect(lines([row('a', {}), row('b', { epochs: 20 })])).toEqual(['flip + noise', '20 epochs']);
    expect(lines([row('a', {})])).toEqual(['flip + noise']);
  });

  it('are never empty, and never two alike', () => {
    const names = lines([row('a', { seed: 1 }), row('b', { seed: 2 })]);
    expect(names).toEqual(['seed 1', 'seed 2']);
    expect(lines([row('a', { seed: 1 }), row('b', { seed: 2 }), row('c', { epochs: 20 })])).toEqual([
      'seed 1',
      'seed 2',
      '20 epochs',
    ]);
  });
});
