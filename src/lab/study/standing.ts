import type { BlockAnalysis, CellAnalysis } from './analyse.ts';

/** Where a cell stands, in words; of one that is not compared, what it lacks. */
export function standingText({ standing, missing, behindBest }: CellAnalysis, block: BlockAnalysis): string {
  switch (standing) {
    case 'best':
      return block.compared.length < block.cells.length ? 'best of those compared' : 'best';
    case 'tied':
      return 'tied with the best';
    case 'worse':
      return 'worse';
    case 'open':
      return behindBest ? 'not told: nothing shows the noise' : `not compared: ${lack(missing, block)}`;
  }
}

function lack(missing: readonly number[], { cells, seeds }: BlockAnalysis): string {
  if (missing.length > 0) return `lacks ${seedsText(missing)}`;
  if (cells.length === 1) return 'there is no other cell';
  return seeds.length === 0 && cells.every(({ runs }) => runs.length < 2)
    ? 'one seed only'
    : 'the others lack its seeds';
}

/** So many names or numbers are read; the rest is counted. */
const MOST_NAMED = 4;

/** For instance "seed 2" or "seeds 1, 3 and 4". */
export function seedsText(seeds: readonly number[]): string {
  return `${seeds.length === 1 ? 'seed' : 'seeds'} ${listed(seeds.map(String))}`;
}

/** For instance "a, b and c", or "a, b, c and 9 others". */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  if (names.length > MOST_NAMED) {
    return `${names.slice(0, MOST_NAMED - 1).join(', ')} and ${names.length - MOST_NAMED + 1} others`;
  }
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The cells with the highest mean first; those that are not compared follow by themselves. */
export function ranked(block: BlockAnalysis): readonly CellAnalysis[] {
  const isCompared = ({ cell }: CellAnalysis) => block.compared.includes(cell.key);
  const mean = (analysis: CellAnalysis) => analysis[block.part]?.mean ?? -1;
  return block.cells.toSorted((a, b) => Number(isCompared(b)) - Number(isCompared(a)) || mean(b) - mean(a));
}

/**
 * How many runs a cell has, and where its mean is over fewer, how many those are.
 *
 * @param planned to say "3/4" rather than "3"
 */
export function runsText(analysis: CellAnalysis, { part }: BlockAnalysis, planned?: number): string {
  const { runs } = analysis;
  const counted = analysis[part]?.seeds.length ?? 0;
  const all = planned === undefined ? String(runs.length) : `${runs.length}/${planned}`;
  return counted < runs.length ? `${all} (${counted} compared)` : all;
}
