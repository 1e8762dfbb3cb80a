import { diffRecipes } from '../../lab/recipe/name.ts';
import type { RunRow } from '../../storage/runs.ts';

/** A field of the recipe that is not the same in all of several runs. */
export interface Difference {
  /** Dotted path in the recipe. */
  readonly path: string;
  /** The value of each run; undefined where its recipe has none there. */
  readonly values: readonly unknown[];
}

/** Fields in which any of the recipes differs from the first, with the value of each. */
export function differing(rows: readonly RunRow[]): readonly Difference[] {
  const [first] = rows;
  if (!first) return [];
  const changes = rows.map(
    (row) => new Map(diffRecipes(first.recipe, row.recipe).map((change) => [change.path, change])),
  );
  const paths = [...new Set(changes.flatMap((change) => [...change.keys()]))];
  return paths.map((path) => {
    const before = changes.find((change) => change.has(path))!.get(path)!.before;
    return { path, values: changes.map((change) => (change.has(path) ? change.get(path)!.after : before)) };
  });
}
