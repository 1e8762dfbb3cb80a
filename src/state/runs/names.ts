import { madeOnce } from '../../lab/made-once.ts';
import { recipeName } from '../../lab/recipe/name.ts';
import { datasetSettings, toldApart } from '../../lab/study/level-labels.ts';
import type { RunRow } from '../../storage/runs.ts';

const BETWEEN = ' · ';
const AND = ' + ';

/**
 * Names of runs that are seen side by side. Each says what was done to the images, and of the rest only what is not the
 * same in all of them; the set is added where the sets differ, then the seed, then the time, while names are alike. A title
 * that somebody gave stays, with the time where it was given twice.
 */
export function runNames(rows: readonly RunRow[]): ReadonlyMap<string, string> {
  return namedBy(rows, ({ treatment, own }) => [treatment, ...own]);
}

/**
 * The same in fewer words, for the end of a line that has its letter before it: what was done to the images, too, is said
 * only as far as it is not the same in all, so that nothing is cut off that differs.
 */
export function lineNames(rows: readonly RunRow[]): ReadonlyMap<string, string> {
  const treatments = rows.map(({ recipe }) => recipeName(recipe).split(BETWEEN)[0]!.split(AND));
  const isShared = (step: string) => rows.length > 1 && treatments.every((steps) => steps.includes(step));
  return namedBy(rows, ({ treatment, own }) => {
    const steps = treatment.split(AND).filter((step) => !isShared(step));
    return steps.length > 0 ? [steps.join(AND), ...own] : own;
  });
}

interface NameParts {
  /** What was done to the images. */
  readonly treatment: string;
  /** What else of the recipe is not the same in all. */
  readonly own: readonly string[];
}

/** @param words may be none: then what was done to the images stands where neither set nor seed nor time does */
function namedBy(
  rows: readonly RunRow[],
  words: (parts: NameParts) => readonly string[],
): ReadonlyMap<string, string> {
  const parts = new Map(rows.map((row) => [row.id, recipeName(row.recipe).split(BETWEEN)]));
  const sets = datasetNames(rows);
  const all = [...parts.values()];
  const shared = (part: string) => rows.length > 1 && all.every((others) => others.includes(part));
  const telling = (row: RunRow) => {
    const [treatment, ...rest] = parts.get(row.id)!;
    const set = sets.size > 1 ? [sets.get(row.dataset.key)!] : [];
    const own = rest.filter((part) => !shared(part));
    return [...words({ treatment: treatment!, own }), ...set];
  };
  const base = (row: RunRow) => telling(row).join(BETWEEN) || parts.get(row.id)![0]!;
  const seeded = (row: RunRow) => [...telling(row), `seed ${row.recipe.seed}`].join(BETWEEN);
  const untitled = rows.filter((row) => row.title === null);
  const [bases, withSeeds] = [count(untitled.map(base)), count(untitled.map(seeded))];
  const titles = count(rows.flatMap(({ title }) => title ?? []));
  const name = (row: RunRow) => {
    const timed = (text: string) => `${text}${BETWEEN}${clock().format(row.createdAt)}`;
    if (row.title !== null) return titles.get(row.title) === 1 ? row.title : timed(row.title);
    const isFree = (text: string) => !titles.has(text);
    if (bases.get(base(row)) === 1 && isFree(base(row))) return base(row);
    if (withSeeds.get(seeded(row)) === 1 && isFree(seeded(row))) return seeded(row);
    return timed(seeded(row));
  };
  return new Map(rows.map((row) => [row.id, name(row)]));
}

/** By key; where several have one name, with the settings in which they differ. */
export function datasetNames(rows: readonly RunRow[]): ReadonlyMap<string, string> {
  const byKey = new Map(rows.map((row) => [row.dataset.key, row]));
  const names = toldApart(
    [...byKey.values()].map(({ dataset, recipe }) => ({
      name: dataset.name,
      settings: datasetSettings(recipe.dataset),
    })),
  );
  return new Map([...byKey.keys()].map((key, index) => [key, names[index]!]));
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const clock = madeOnce(
  () => new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
);
