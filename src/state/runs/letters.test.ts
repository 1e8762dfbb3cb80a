import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE } from '../../lab/recipe/recipe.ts';
import { exampleRow } from '../../storage/testing/example-row.ts';
import { letterAt, lettersText, marksOf, ticked, unticked } from './letters.ts';

const row = (id: string, width = 16, seed = 1) =>
  exampleRow({ id, recipe: { ...DEFAULT_RECIPE, width, seed } });

describe('letters of ticked runs', () => {
  it('stay while others are ticked and unticked, whatever the order', () => {
    const steps = fc.array(fc.record({ id: fc.integer({ min: 0, max: 9 }), tick: fc.boolean() }));
    fc.assert(
      fc.property(steps, (all) => {
        let slots: readonly string[] = [];
        for (const { id, tick } of all) {
          const before = slots;
          slots = tick ? ticked(slots, `r${id}`) : unticked(slots, `r${id}`);
          for (const [place, other] of before.entries()) {
            if (other !== '' && other !== `r${id}`) expect(slots[place]).toBe(other);
          }
          const there = slots.filter((other) => other !== '');
          expect(new Set(there).size).toBe(there.length);
          expect(slots.at(-1)).not.toBe('');
        }
      }),
    );
  });

  it('are given again when they are free', () => {
    expect(ticked(unticked(['a', 'b', 'c'], 'a'), 'd')).toEqual(['d', 'b', 'c']);
    expect(unticked(['a', 'b'], 'b')).toEqual(['a']);
  });

  it('go on after Z', () => {
    expect([0, 25, 26, 51, 52].map(letterAt)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA']);
    expect(lettersText(['A', 'B', 'C'])).toBe('A–C');
    expect(lettersText(['Z', 'AA', 'AB'])).toBe('Z–AB');
    expect(lettersText(['A', 'C', 'D'])).toBe('A, C, D');
  });
});

describe('colours of ticked runs', () => {
  it('are six, one for each letter', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const marks = marksOf(
      ids,
      ids.map((id) => row(id)),
    );
    expect(ids.map((id) => marks.get(id)!.colour)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('are given to later letters where they are free', () => {
    const marks = marksOf(['', 'b', '', '', '', '', '', 'h'], [row('b'), row('h')]);
    expect(marks.get('b')).toEqual({ letter: 'B', colour: 1 });
    expect(marks.get('h')).toEqual({ letter: 'H', colour: 0 });
  });

  it('are those of the recipes where more runs are ticked, and the seventh recipe is grey', () => {
    const seeds = Array.from({ length: 8 }, (_, seed) => row(`s${seed}`, 16, seed));
    const byRecipe = marksOf(
      seeds.map(({ id }) => id),
      seeds,
    );
    expect([...byRecipe.values()].map(({ colour }) => colour)).toEqual(seeds.map(() => 0));
    const widths = Array.from({ length: 7 }, (_, width) => row(`w${width}`, width + 1));
    const marks = marksOf(
      widths.map(({ id }) => id),
      widths,
    );
    expect(marks.get('w5')!.colour).toBe(5);
    expect(marks.get('w6')).toEqual({ letter: 'G', colour: null });
  });
});
