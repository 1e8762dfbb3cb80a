import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { changed, type History, redone, startOf, undone } from './history.ts';

const changes = fc.array(
  fc.oneof(
    fc.record({ width: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ epochs: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ normalise: fc.constantFrom('none' as const, 'half' as const) }),
  ),
  { maxLength: 12 },
);

/** Each change a while after the last. */
function made(all: readonly Partial<Recipe>[]): History {
  return all.reduce<History>(
    (history, change, number) => changed(history, { ...history.recipe, ...change }, 5000 * number),
    startOf(DEFAULT_RECIPE),
  );
}

function times<Value>(count: number, step: (value: Value) => Value, start: Value): Value {
  return Array.from({ length: count }).reduce<Value>(step, start);
}

describe('the history of a recipe', () => {
  it('goes back to the start and forth to the end, step by step', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const history = made(all);
        const back = times(history.past.length, undone, history);
        expect(back.recipe).toEqual(DEFAULT_RECIPE);
        expect(back.past).toEqual([]);
        expect(undone(back)).toBe(back);
        const forth = times(history.past.length, redone, back);
        expect(forth.recipe).toEqual(history.recipe);
        expect(forth.past).toEqual(history.past);
        expect(redone(forth)).toBe(forth);
      }),
    );
  });

  it('takes a slider that moves for one step, and what comes later or elsewhere for another', () => {
    const at = (history: History, change: Partial<Recipe>, time: number) =>
      changed(history, { ...history.recipe, ...change }, time);
    let history = at(startOf(DEFAULT_RECIPE), { width: 17 }, 0);
    history = at(history, { width: 18 }, 300);
    history = at(history, { width: 19 }, 900);
    expect(history.past).toEqual([DEFAULT_RECIPE]);
    history = at(history, { epochs: 3 }, 1000);
    history = at(history, { width: 20 }, 3000);
    expect(history.past).toHaveLength(3);
    expect(undone(history).recipe.width).toBe(19);
    // After a way back the next change is a step of its own, and there is no way forth.
    const other = at(undone(history), { width: 21 }, 3001);
    expect(other.past).toHaveLength(3);
    expect(other.future).toEqual([]);
  });

  it('is not about the data, which follow what is loaded', () => {
    const dataset = { kind: 'catalogue', id: 'bloodmnist', size: 28 } as const;
    const wide = changed(startOf(DEFAULT_RECIPE), { ...DEFAULT_RECIPE, width: 3 }, 0);
    const loaded = changed(wide, { ...wide.recipe, dataset }, 9000);
    expect(loaded.past).toHaveLength(1);
    expect(undone(loaded).recipe).toEqual({ ...DEFAULT_RECIPE, dataset });
  });
});
