import { analyseStudy, type BlockAnalysis, type CellAnalysis } from '../study/analyse.ts';
import { blockNames } from '../study/block-names.ts';
import { expandStudy } from '../study/expand.ts';
import { mapPredictions, predictionsOf } from '../study/plain-predictions.ts';
import { type ScoredRun, scoreRun } from '../study/scored-run.ts';
import type { Work } from '../work.ts';
import type { Pool } from './pool.ts';

/** A recipe: what single students hold of it, and what all know together. */
export interface PooledCell {
  readonly analysis: CellAnalysis;
  /** Students who guessed that it is the best. */
  readonly guessed: number;
  /** Students for whom it came out highest in their own run. */
  readonly believed: number;
  /** Lowest and highest AUC that a single student saw; null where none did. */
  readonly seen: readonly [number, number] | null;
}

/** What a class found on one set. */
export interface PooledBlock {
  readonly name: string;
  readonly block: BlockAnalysis;
  readonly cells: readonly PooledCell[];
  /** Students who trained every recipe, so that one came out highest for them. */
  readonly believers: number;
  /** Students who guessed before they trained. */
  readonly guessers: number;
}

/**
 * What the students who count know together: the statistics of a study over its seeds, one for each student. By validation
 * alone: what their test parts hold stays sealed here.
 */
export function* pooled({ study, students }: Pool): Work<readonly PooledBlock[]> {
  if (!study) return [];
  const expansion = expandStudy(study);
  const runs = new Map<string, ScoredRun>();
  for (const { bundle } of students) {
    for (const { key, record, predictions } of bundle.runs) {
      const scored = scoreRun(record, mapPredictions({ ...predictions, test: null }, predictionsOf));
      if (scored) runs.set(key, scored);
      yield;
    }
  }
  const blocks = analyseStudy(study, expansion, runs, 'val');
  yield;
  const names = blockNames(blocks);
  return blocks.map((block) => {
    const highest = students.flatMap(({ number }) => bestOf(block, number) ?? []);
    const guesses = students.flatMap(
      ({ bundle: { bets } }) => bets.find((bet) => bet.block === block.key)?.cell ?? [],
    );
    return {
      ...{ block, name: names.get(block.key) ?? block.key },
      believers: highest.length,
      guessers: guesses.length,
      cells: block.cells.map((analysis) => {
        const aucs = analysis.runs.map(({ val }) => val.auc);
        return {
          analysis,
          guessed: guesses.filter((key) => key === analysis.cell.key).length,
          believed: highest.filter((key) => key === analysis.cell.key).length,
          seen: aucs.length === 0 ? null : ([Math.min(...aucs), Math.max(...aucs)] as const),
        };
      }),
    };
  });
}

/** Key of the cell that is highest on one seed; null where a cell lacks it, or there is but one. */
function bestOf({ cells }: BlockAnalysis, seed: number): string | null {
  const scores = cells.map(({ cell, runs }) => ({
    key: cell.key,
    auc: runs.find((run) => run.seed === seed)?.val.auc,
  }));
  if (scores.length < 2 || scores.some(({ auc }) => auc === undefined)) return null;
  return scores.reduce((best, one) => (one.auc! > best.auc! ? one : best)).key;
}

/**
 * What single students believe, beside what they know together, in a sentence: "After one run each, 4 of 6 believe in
 * “flip”, 2 in “plain”." Empty where nobody has two recipes to hold against each other.
 */
export function beliefText({ cells, believers }: PooledBlock): string {
  if (believers === 0) return '';
  const [first, ...rest] = cells
    .filter(({ believed }) => believed > 0)
    .toSorted((a, b) => b.believed - a.believed)
    .map(({ analysis, believed }, place) =>
      place === 0
        ? `${believed} of ${believers} would believe in “${analysis.cell.name}”`
        : `${believed} in “${analysis.cell.name}”`,
    );
  return `After one run of each recipe, ${[first, ...rest].join(', ')}.`;
}
