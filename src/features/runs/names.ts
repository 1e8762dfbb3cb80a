import { recipeName } from '../../lab/recipe/name.ts';
import type { RunRow } from '../../storage/runs.ts';

/**
 * Names of runs that are seen side by side: each says what differs from the default recipe; the set is added where the
 * sets differ, and the seed, then the time, where the rest is the same.
 */
export function runNames(rows: readonly RunRow[]): ReadonlyMap<string, string> {
  const sets = new Set(rows.map((row) => row.dataset.name));
  const base = (row: RunRow, seed: boolean) => {
    const name = recipeName(row.recipe, { seed });
    return sets.size > 1 ? `${name} · ${row.dataset.name}` : name;
  };
  const untitled = rows.filter((row) => row.title === null);
  const plain = count(untitled.map((row) => base(row, false)));
  const seeded = count(untitled.map((row) => base(row, true)));
  return new Map(
    rows.map((row) => {
      if (row.title !== null) return [row.id, row.title];
      const name = base(row, false);
      if (plain.get(name) === 1) return [row.id, name];
      const withSeed = base(row, true);
      if (seeded.get(withSeed) === 1) return [row.id, withSeed];
      return [row.id, `${withSeed} · ${clock(row.createdAt)}`];
    }),
  );
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function clock(milliseconds: number): string {
  return CLOCK.format(milliseconds);
}
