import type { ReactNode } from 'react';
import type { BlockAnalysis, CellAnalysis, Standing } from '../../lab/study/analyse.ts';
import { standingText } from '../../lab/study/standing.ts';
import { verdictOf } from '../../lab/study/verdict.ts';
import type { DotRow } from '../../ui/dot-plot.tsx';

const PLACES: Readonly<Record<Standing, number>> = { best: 0, tied: 1, worse: 2, open: 3 };

/**
 * The cells of a block as rows of dots: the best first, then those that are tied with it, so that they lie in one band, then
 * those that are behind it beyond luck, the only ones with a colour beside a winner, and those that are not compared.
 *
 * @param label what a row is called
 */
export function dotRows(block: BlockAnalysis, label: (cell: CellAnalysis) => ReactNode): readonly DotRow[] {
  const isWon = verdictOf(block).kind === 'winner';
  const hasTies = block.cells.some(({ standing }) => standing === 'tied');
  const mean = (cell: CellAnalysis) => cell[block.part]?.mean ?? -1;
  return block.cells
    .toSorted((a, b) => PLACES[a.standing] - PLACES[b.standing] || mean(b) - mean(a))
    .map((cell) => {
      const score = cell[block.part];
      const { standing, runs } = cell;
      return {
        key: cell.cell.key,
        label: label(cell),
        dots: runs.flatMap((run) => run[block.part]?.auc ?? []).filter(Number.isFinite),
        mean: score?.mean ?? null,
        interval: score?.interval ?? null,
        tone: standing === 'worse' ? 'behind' : standing === 'best' && isWon ? 'ahead' : 'luck',
        inBand: hasTies && (standing === 'best' || standing === 'tied'),
        standing: standing === 'open' && runs.length === 0 ? 'no run yet' : shortStanding(cell, block),
      };
    });
}

function shortStanding(cell: CellAnalysis, block: BlockAnalysis): string {
  switch (cell.standing) {
    case 'best':
      return verdictOf(block).kind === 'winner' ? 'best' : 'highest';
    case 'tied':
      return 'may be luck';
    case 'worse':
      return 'behind';
    case 'open':
      return block.compared.length === 0 ? '' : standingText(cell, block);
  }
}
