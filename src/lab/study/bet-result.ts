import type { BlockAnalysis, CellAnalysis } from './analyse.ts';
import { formatAuc } from './verdict.ts';

/**
 * What became of a bet, in words.
 *
 * @param block ranked by test
 * @param cell key of the cell that was bet on
 */
export function betResult(block: BlockAnalysis, cell: string): string {
  const scored = block.cells
    .filter(({ test }) => test !== null)
    .toSorted((a, b) => b.test!.mean - a.test!.mean);
  const place = scored.findIndex((other) => other.cell.key === cell);
  const [highest] = scored;
  const own = scored[place];
  if (!own || !highest) return 'Your bet has no test score yet.';
  const bet = `You bet on ${figure(own)}.`;
  if (place === 0) return `${bet} It is the highest on test${luck(own, scored[1])}.`;
  const words = `It is ${ordinal(place + 1)} of ${scored.length} on test; the highest is ${figure(highest)}`;
  return `${bet} ${words}${luck(highest, own)}.`;
}

function figure({ cell, test }: CellAnalysis): string {
  return `“${cell.name}” (${formatAuc(test!.mean)})`;
}

/** Said where the two are too close to tell apart, as far as was compared. */
function luck(high: CellAnalysis, low: CellAnalysis | undefined): string {
  const isTold = [high, low].some((cell) => cell?.standing === 'worse');
  return low && !isTold ? ', but that may be luck' : '';
}

function ordinal(place: number): string {
  const end = place % 100 > 10 && place % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${end}`;
}
