import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparable } from './comparable.ts';

const chosen = (...all: readonly (readonly number[])[]) => {
  const { cells, seeds } = comparable(all.map((own, index) => ({ index, seeds: own })));
  return { cells: cells.map(({ index }) => index), seeds };
};

describe('the cells that are compared', () => {
  it('are all, on what they share, where one is a run ahead or behind', () => {
    expect(chosen([1, 2, 3], [1, 2, 3], [1, 2])).toEqual({ cells: [0, 1, 2], seeds: [1, 2] });
    expect(chosen([1, 2], [1, 2])).toEqual({ cells: [0, 1], seeds: [1, 2] });
  });

  it('are all but one that would cost the others most of their seeds', () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(chosen(seeds, seeds, seeds, [1, 2])).toEqual({ cells: [0, 1, 2], seeds });
  });

  it('are none where no two share two seeds', () => {
    expect(chosen([1], [1], [1])).toEqual({ cells: [], seeds: [] });
    expect(chosen([1, 2], [3, 4], [2, 3])).toEqual({ cells: [], seeds: [] });
    expect(chosen()).toEqual({ cells: [], seeds: [] });
    expect(chosen([1, 2, 3])).toEqual({ cells: [], seeds: [] });
  });

  it('may share what no cell has by itself', () => {
    expect(chosen([1, 2, 3], [2, 3, 4], [2, 3, 5])).toEqual({ cells: [0, 1, 2], seeds: [2, 3] });
  });

  it('give the most differences that any choice gives', () => {
    const seeds = fc.subarray([1, 2, 3, 4, 5]);
    fc.assert(
      fc.property(fc.array(seeds, { maxLength: 6 }), (all) => {
        const found = chosen(...all);
        for (const cell of found.cells) {
          expect(found.seeds.every((seed) => all[cell]!.includes(seed))).toBe(true);
        }
        const differences = (cells: number, count: number) =>
          cells > 1 && count > 1 ? cells * (cells - 1) * count : 0;
        let most = 0;
        for (let set = 0; set < 32; set++) {
          const wanted = [1, 2, 3, 4, 5].filter((_, bit) => set & (1 << bit));
          const cells = all.filter((own) => wanted.every((seed) => own.includes(seed))).length;
          most = Math.max(most, differences(cells, wanted.length));
        }
        expect(differences(found.cells.length, found.seeds.length)).toBe(most);
      }),
    );
  });
});
