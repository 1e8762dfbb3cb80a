import { recipeName } from '../../lab/recipe/name.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { RunRow } from '../../storage/runs.ts';

const BETWEEN = ' · ';

/**
 * Names of runs that are seen side by side. Each says what was done to the images, and of the rest only what is not the
 * same in all of them; the set is added where the sets differ, then the seed, then the time, while names are alike.
 */
export function runNames(rows: readonly RunRow[]): ReadonlyMap<string, string> {
  const parts = new Map(rows.map((row) => [row.id, nameParts(row.recipe)]));
  const sets = new Set(rows.map((row) => row.dataset.name));
  const all = [...parts.values()];
  const shared = (part: string) => rows.length > 1 && all.every((others) => others.includes(part));
  const base = (row: RunRow) => {
    const [treatment, ...rest] = parts.get(row.id)!;
    const set = sets.size > 1 ? [row.dataset.name] : [];
    return [treatment, ...rest.filter((part) => !shared(part)), ...set].join(BETWEEN);
  };
  const seeded = (row: RunRow) => `${base(row)}${BETWEEN}seed ${row.recipe.seed}`;
  const untitled = rows.filter((row) => row.title === null);
  const [bases, withSeeds] = [count(untitled.map(base)), count(untitled.map(seeded))];
  const name = (row: RunRow) => {
    if (row.title !== null) return row.title;
    if (bases.get(base(row)) === 1) return base(row);
    if (withSeeds.get(seeded(row)) === 1) return seeded(row);
    return `${seeded(row)}${BETWEEN}${CLOCK.format(row.createdAt)}`;
  };
  return new Map(rows.map((row) => [row.id, name(row)]));
}

/** A recipe never changes, and hundreds of them are named several times a second while a run grows. */
const known = new WeakMap<Recipe, readonly string[]>();

function nameParts(recipe: Recipe): readonly string[] {
  const parts = known.get(recipe) ?? recipeName(recipe).split(BETWEEN);
  known.set(recipe, parts);
  return parts;
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
