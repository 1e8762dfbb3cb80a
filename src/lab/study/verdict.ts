import { imagesNeeded, MOST_SEEDS, type PowerQuestion, seedsNeeded } from '../statistics/power.ts';
import { ALPHA, type BlockAnalysis, type CellAnalysis, type Comparison } from './analyse.ts';

/** What a block says, in words that claim no more than the figures do. */
export interface Verdict {
  /** Whether one cell is better than all others beyond the noise. */
  readonly kind: 'winner' | 'tie' | 'too-early';
  readonly headline: string;
  /** What stands behind it and what would settle it, one sentence each. */
  readonly details: readonly string[];
  /** Seeds that would tell the best from the nearest; null where no number would, or none was asked for. */
  readonly seedsNeeded: number | null;
}

/** For instance "0.961". */
export function formatAuc(value: number): string {
  return value.toFixed(3);
}

/** For instance "+0.012". */
export function formatDifference(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

/** For instance "p < 0.001" or "p = 0.034". */
export function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}

/** Best, tied with the best, or worse; refuses a winner where the intervals do not separate. */
export function verdictOf(block: BlockAnalysis): Verdict {
  const best = block.cells.find(({ cell }) => cell.key === block.best);
  const others = block.cells.filter(({ behindBest }) => behindBest !== null);
  if (!best || others.length === 0) return tooEarly(block, best);
  const tied = others.filter(({ standing }) => standing === 'tied');
  const open = block.cells.filter(({ standing }) => standing === 'open');
  const unfinished = open.length > 0 ? [`Not judged yet, for want of runs: ${list(open.map(nameOf))}.`] : [];
  if (tied.length === 0) return winner(block, best, others, unfinished);
  return tie(block, best, others, tied, unfinished);
}

function tooEarly(block: BlockAnalysis, best: CellAnalysis | undefined): Verdict {
  const details = best
    ? [
        block.cells.length < 2
          ? 'There is nothing to compare it with.'
          : 'The spread over seeds is unknown: two or more seeds of at least two cells are needed to compare them.',
      ]
    : [];
  return {
    kind: 'too-early',
    headline: best
      ? `Too early to say: ${nameOf(best)} is ahead at ${formatAuc(best[block.part]!.mean)}, but that may be luck.`
      : 'No run is finished yet.',
    details,
    seedsNeeded: null,
  };
}

function winner(
  block: BlockAnalysis,
  best: CellAnalysis,
  others: readonly CellAnalysis[],
  unfinished: readonly string[],
): Verdict {
  const nearest = nearestOf(others);
  return {
    kind: 'winner',
    headline: `${nameOf(best)} is best, with a mean ${block.part} AUC of ${formatAuc(best[block.part]!.mean)}.`,
    details: [
      `It is ahead of the next, ${nameOf(nearest)}, by ${difference(nearest.behindBest!)}.`,
      ...unfinished,
    ],
    seedsNeeded: null,
  };
}

function tie(
  block: BlockAnalysis,
  best: CellAnalysis,
  others: readonly CellAnalysis[],
  tied: readonly CellAnalysis[],
  unfinished: readonly string[],
): Verdict {
  const nearest = nearestOf(tied);
  const worse = others.filter(({ standing }) => standing === 'worse');
  const question = questionOf(block, nearest.behindBest!);
  const seeds = question && seedsNeeded(question);
  return {
    kind: 'tie',
    headline: `No winner: ${nameOf(best)} has the highest mean ${block.part} AUC (${formatAuc(best[block.part]!.mean)}), but ${list(tied.map(nameOf))} ${tied.length === 1 ? 'is' : 'are'} within the noise.`,
    details: [
      `To the nearest, ${nameOf(nearest)}, the difference is ${difference(nearest.behindBest!)}.`,
      ...(worse.length > 0 ? [`Worse than the best: ${list(worse.map(nameOf))}.`] : []),
      whatWouldSettle(question, seeds, best, nearest, block),
      ...unfinished,
    ],
    seedsNeeded: seeds,
  };
}

function questionOf(block: BlockAnalysis, comparison: Comparison): PowerQuestion | null {
  if (comparison.estimate === 0) return null;
  return {
    difference: comparison.estimate,
    seedVariance: comparison.seedVariance,
    itemVariance: comparison.itemVariance,
    cells: block.compared.length,
    // Holm's first step, the strictest: what is planned must pass it.
    alpha: ALPHA / block.pairs,
  };
}

function whatWouldSettle(
  question: PowerQuestion | null,
  seeds: number | null,
  best: CellAnalysis,
  nearest: CellAnalysis,
  block: BlockAnalysis,
): string {
  const pair = `${nameOf(best)} from ${nameOf(nearest)}`;
  if (!question)
    return `${nameOf(best)} and ${nameOf(nearest)} have the same mean: no study tells them apart.`;
  if (seeds !== null) {
    return `To tell ${pair}, if the difference is what it seems, about ${seeds} seeds each would be needed (there are ${block.seeds.length}).`;
  }
  const images = best.runs[0]![block.part]!.influence.length;
  const needed = imagesNeeded(question, images);
  if (needed <= images) {
    return `To tell ${pair}, more than ${MOST_SEEDS.toLocaleString('en')} seeds each would be needed.`;
  }
  return `No number of seeds tells ${pair}: the ${block.part} part has ${images} images, and about ${rounded(needed)} would be needed.`;
}

/** To two digits: an estimate of an estimate. */
function rounded(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en');
}

function difference({ estimate, interval, adjustedP }: Comparison): string {
  const [low, high] = interval;
  return `${formatDifference(estimate)} (95 % interval ${formatDifference(low)} to ${formatDifference(high)}; ${formatP(adjustedP)} after Holm)`;
}

function nearestOf(cells: readonly CellAnalysis[]): CellAnalysis {
  return cells.reduce((nearest, cell) =>
    cell.behindBest!.estimate < nearest.behindBest!.estimate ? cell : nearest,
  );
}

function nameOf({ cell }: CellAnalysis): string {
  return `“${cell.name}”`;
}

/** So many names are read; the rest is counted. */
const MOST_NAMES = 4;

function list(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  if (names.length > MOST_NAMES) {
    return `${names.slice(0, MOST_NAMES - 1).join(', ')} and ${names.length - MOST_NAMES + 1} others`;
  }
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
