import { z } from '../zod.ts';

/** More groups than these are no breakdown. */
const MOST_GROUPS = 12;
/** Numbers are cut into so many bands at most. */
const MOST_BANDS = 8;
/** The code of an image of which nothing is told. */
export const UNTOLD = 255;

/** As Split, which stands above this. */
type Part = 'train' | 'val' | 'test';

/** What a table says of the images beside their labels: where they are from, of whom, and so on. */
export interface Attribute {
  readonly name: string;
  /** Names of the groups, in order. */
  readonly groups: readonly string[];
  /** The group of each image by part, or {@link UNTOLD}. */
  readonly codes: Readonly<Record<Part, readonly number[]>>;
}

const codes = z.array(z.int().min(0).max(255));

export const attributeSchema: z.ZodType<Attribute> = z.strictObject({
  name: z.string(),
  groups: z.array(z.string()).min(2).max(MOST_GROUPS),
  codes: z.strictObject({ train: codes, val: codes, test: codes }),
});

/**
 * The columns of a table by which results can be broken down: those with a few values, and numbers, which are cut into
 * bands. Columns of names, which nearly every image has one of its own of, are none.
 *
 * @param columns values of all images, by the name of the column
 * @param parts of each image; null for one that is left out
 */
export function attributesOf(
  columns: Readonly<Record<string, readonly string[]>>,
  parts: readonly (Part | null)[],
): readonly Attribute[] {
  return Object.entries(columns).flatMap(([name, values]) => {
    const taken = values.filter((_, item) => parts[item] !== null).map((value) => value.trim());
    const groups = groupsOf(taken);
    if (!groups) return [];
    const found: Record<Part, number[]> = { train: [], val: [], test: [] };
    values.forEach((value, item) => {
      const part = parts[item];
      if (part) found[part].push(groups.codeOf(value.trim()));
    });
    return [{ name, groups: groups.names, codes: found }];
  });
}

interface Groups {
  readonly names: readonly string[];
  codeOf(value: string): number;
}

function groupsOf(values: readonly string[]): Groups | null {
  const told = [...new Set(values.filter((value) => value !== ''))];
  if (told.length < 2) return null;
  const numbers = told.map(Number);
  const isNumeric = numbers.every(Number.isFinite);
  if (told.length <= MOST_GROUPS) {
    const names = isNumeric ? told.toSorted((a, b) => Number(a) - Number(b)) : told.toSorted();
    return { names, codeOf: (value) => (value === '' ? UNTOLD : names.indexOf(value)) };
  }
  return isNumeric ? bandsOf(numbers) : null;
}

/** Bands of one width, which is 1, 2 or 5 times a power of ten: ages become decades, or two of them. */
function bandsOf(numbers: readonly number[]): Groups {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const width = widthFor(most - least);
  const first = Math.floor(least / width);
  const count = Math.floor(most / width) - first + 1;
  const isWhole = numbers.every(Number.isInteger) && width >= 1;
  const text = (value: number) => Number(value.toPrecision(10)).toString();
  const names = Array.from({ length: count }, (_, band) => {
    const from = (first + band) * width;
    return isWhole
      ? width === 1
        ? text(from)
        : `${text(from)} to ${text(from + width - 1)}`
      : `${text(from)} to below ${text(from + width)}`;
  });
  return {
    names,
    codeOf: (value) => (value === '' ? UNTOLD : Math.floor(Number(value) / width) - first),
  };
}

function widthFor(range: number): number {
  for (let power = Math.floor(Math.log10(range / MOST_BANDS)); ; power++) {
    for (const digit of [1, 2, 5]) {
      const width = power < 0 ? digit / 10 ** -power : digit * 10 ** power;
      // One more band than fit, where the first begins ahead of the least.
      if (range / width <= MOST_BANDS) return width;
    }
  }
}
