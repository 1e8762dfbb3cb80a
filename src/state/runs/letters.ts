import { cellKey } from '../../lab/study/run-key.ts';
import type { RunRow } from '../../storage/runs.ts';
import { RUN_COLOUR_COUNT } from '../../ui/palettes.ts';

/** How a ticked run is told from the others, on every tab. */
export interface RunMark {
  /** A, B, C, … */
  readonly letter: string;
  /** Place in the palette of runs; null in grey, where there are more than colours that can be told apart. */
  readonly colour: number | null;
}

/** Ids of the ticked runs by letter; an empty one is a letter that is free again. */
export type Slots = readonly string[];

/** More ticked runs than an address holds. */
export const MOST_TICKED = 50;

/** The run takes the first free letter; those of the others stay. The same slots where there is no room. */
export function ticked(slots: Slots, id: string): Slots {
  if (slots.includes(id)) return slots;
  const free = slots.indexOf('');
  if (free >= 0) return slots.with(free, id);
  return slots.length < MOST_TICKED ? [...slots, id] : slots;
}

/** The letter of the run is free again; those of the others stay. */
export function unticked(slots: Slots, id: string): Slots {
  const left = slots.map((other) => (other === id ? '' : other));
  return left.slice(0, left.findLastIndex((other) => other !== '') + 1);
}

/** A to Z, then AA, AB, … */
export function letterAt(place: number): string {
  const rest = Math.floor(place / 26);
  return `${rest > 0 ? letterAt(rest - 1) : ''}${String.fromCharCode(65 + (place % 26))}`;
}

/** Letters of a group, for instance "A–C" or "A, C". */
export function lettersText(letters: readonly string[]): string {
  const isRow = letters.every((letter, index) => letter === letterAt(placeOf(letters[0]!) + index));
  return isRow && letters.length > 2 ? `${letters[0]}–${letters.at(-1)}` : letters.join(', ');
}

function placeOf(letter: string): number {
  return [...letter].reduce((place, character) => 26 * (place + 1) + character.charCodeAt(0) - 65, -1);
}

/**
 * Letter and colour of each ticked run. Up to six have a colour each, the one of their letter; of more, those that differ
 * in the seed alone share one, so that six recipes can be told apart, and the seventh recipe is grey.
 *
 * @param rows the ticked runs that there are
 */
export function marksOf(slots: Slots, rows: readonly RunRow[]): ReadonlyMap<string, RunMark> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const there = slots.flatMap((id, place) => {
    const row = byId.get(id);
    return row ? [{ row, place }] : [];
  });
  const colours =
    there.length <= RUN_COLOUR_COUNT
      ? coloursByPlace(there.map(({ place }) => place))
      : coloursByRecipe(there.map(({ row }) => row));
  return new Map(
    there.map(({ row, place }, index) => [row.id, { letter: letterAt(place), colour: colours[index]! }]),
  );
}

function coloursByPlace(places: readonly number[]): readonly (number | null)[] {
  const free = Array.from({ length: RUN_COLOUR_COUNT }, (_, colour) => colour).filter(
    (colour) => !places.includes(colour),
  );
  return places.map((place) => (place < RUN_COLOUR_COUNT ? place : free.shift()!));
}

function coloursByRecipe(rows: readonly RunRow[]): readonly (number | null)[] {
  const keys = rows.map(({ recipe, dataset }) => `${cellKey(recipe)} ${dataset.key}`);
  const order = [...new Set(keys)];
  return keys.map((key) => {
    const colour = order.indexOf(key);
    return colour < RUN_COLOUR_COUNT ? colour : null;
  });
}
