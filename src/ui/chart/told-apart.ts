import { beginning, shortened } from './shortened.ts';

const BETWEEN = ' · ';

/** A way to say a name in at most so many characters. */
type Cut = (name: string, most: number) => string;

/**
 * Names that stand side by side, each in its room: where one is cut off, what is left is what tells it from the others.
 *
 * @param rooms the most characters of each
 * @returns two that are alike only where none of the ways to cut them tells them apart
 */
export function toldWithin(names: readonly string[], rooms: readonly number[]): readonly string[] {
  const telling = tellingFirst(names);
  const ways: readonly Cut[] = [
    (name, most) => (name.length <= most ? name : beginning(telling(name), most)),
    shortened,
    (name, most) => afterShared(name, names, most),
  ];
  const cut = (way: Cut) => names.map((name, index) => way(name, rooms[index]!));
  return ways.map(cut).reduce((texts, others) => (distinct(others) > distinct(texts) ? others : texts));
}

function distinct(texts: readonly string[]): number {
  return new Set(texts).size;
}

/** Begins a name with those of its parts that fewest of the names have. */
function tellingFirst(names: readonly string[]): (name: string) => string {
  const parts = names.map((name) => name.split(BETWEEN));
  const count = (part: string) => parts.filter((others) => others.includes(part)).length;
  return (name) =>
    name
      .split(BETWEEN)
      .toSorted((a, b) => count(a) - count(b))
      .join(BETWEEN);
}

/** A name without the words that all names which begin alike have before it. */
function afterShared(name: string, names: readonly string[], most: number): string {
  if (name.length <= most) return name;
  const words = name.split(' ');
  const alike = names.filter((other) => other !== name && other.split(' ')[0] === words[0]);
  const shared = alike.reduce(
    (least, other) => Math.min(least, sharedWords(words, other.split(' '))),
    words.length,
  );
  return alike.length === 0
    ? beginning(name, most)
    : `…${beginning(words.slice(shared).join(' '), most - 1)}`;
}

function sharedWords(words: readonly string[], others: readonly string[]): number {
  const first = words.findIndex((word, index) => word !== others[index]);
  return first < 0 ? words.length : first;
}
