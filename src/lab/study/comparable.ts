/** The cells that are compared with each other, and the seeds that all of them have. */
export interface Comparable<Cell> {
  readonly cells: readonly Cell[];
  readonly seeds: readonly number[];
}

/** So many sets of seeds are looked at: more patterns of missing runs than any study has. */
const MOST_SETS = 1000;

/**
 * Chooses cells and at least two seeds that all of them have, so that every difference is taken seed by seed and all
 * means are over the same seeds. Of all choices the one with the most differences: pairs of cells times seeds. So one
 * cell far behind does not cost the others their seeds, and one run more does not cost a cell its place. Of equal ones
 * the one with more cells.
 *
 * @param entries each with the seeds it has
 * @returns in the order of the entries, the seeds in that of the first of them; empty where no two cells share two seeds
 */
export function comparable<Entry extends { readonly seeds: readonly number[] }>(
  entries: readonly Entry[],
): Comparable<Entry> {
  let best: Comparable<Entry> = { cells: [], seeds: [] };
  let most = 0;
  for (const seeds of seedSets(entries.map((entry) => entry.seeds))) {
    const cells = entries.filter((entry) => seeds.every((seed) => entry.seeds.includes(seed)));
    if (cells.length < 2) continue;
    const differences = ((cells.length * (cells.length - 1)) / 2) * seeds.length;
    if (differences < most || (differences === most && cells.length <= best.cells.length)) continue;
    best = { cells, seeds };
    most = differences;
  }
  return best;
}

/**
 * The sets that can be what several cells share: what each has, and what these have in common. (What the best choice
 * shares is one of them.)
 */
function seedSets(all: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  const add = (seeds: readonly number[]) => {
    const key = seeds.toSorted((a, b) => a - b).join();
    if (seeds.length < 2 || found.has(key) || found.size >= MOST_SETS) return;
    found.set(key, seeds);
  };
  all.forEach(add);
  const own = [...found.values()];
  // The map grows while it is gone through: what two share may share something with a third.
  for (const seeds of found.values()) {
    for (const others of own) {
      const has = new Set(others);
      add(seeds.filter((seed) => has.has(seed)));
    }
  }
  return [...found.values()];
}
