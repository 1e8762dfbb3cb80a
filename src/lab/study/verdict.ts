import {
  bearableVariance,
  imagesNeeded,
  MOST_SEEDS,
  type PowerQuestion,
  seedsNeeded,
} from '../statistics/power.ts';
import { ALPHA, type BlockAnalysis, type CellAnalysis, type Comparison } from './analyse.ts';
import { listed, seedsText } from './standing.ts';

/** What a block says, in words that claim no more than the figures do. */
export interface Verdict {
  /**
   * Whether one cell is better than all it is compared with beyond the noise; `unlearnt`: not even the best is beyond a
   * coin toss.
   */
  readonly kind: 'winner' | 'tie' | 'too-early' | 'unlearnt';
  /** In a few words, without a full stop. */
  readonly title: string;
  /** The sentence under it. */
  readonly lead: string;
  /** Both in one. */
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

/** For instance "+0.012"; digits are added to what would read as 0 and is not. */
export function formatDifference(value: number): string {
  const size = Math.abs(value);
  const digits = [3, 4, 5].find((places) => Number(size.toFixed(places)) !== 0);
  if (digits === undefined) return '0.000';
  return `${value < 0 ? '−' : '+'}${size.toFixed(digits)}`;
}

/** For instance "p < 0.001" or "p = 0.034"; digits are added to what would fall on the wrong side of 0.05. */
export function formatP(p: number): string {
  if (Number.isNaN(p)) return 'p not defined';
  if (p < 0.001) return 'p < 0.001';
  const digits = [3, 4, 5, 6].find((places) => Number(p.toFixed(places)) <= ALPHA === p <= ALPHA) ?? 7;
  return `p = ${p.toFixed(digits)}`;
}

/** A comparison is not defined where nothing differs, or where what differs is known by too few images; see contrast. */
function whyUntold(untold: readonly CellAnalysis[]): string {
  return untold.some(({ behindBest }) => behindBest!.seedVariance > 0)
    ? 'a class has fewer than three images'
    : 'the difference is the same on every seed and hangs on no image';
}

/** Best, tied with the best, or worse, among the cells that are compared; refuses a winner inside the noise. */
export function verdictOf(block: BlockAnalysis): Verdict {
  const best = block.cells.find(({ cell }) => cell.key === block.best);
  if (!best) return tooEarly(block);
  const against = (wanted: CellAnalysis['standing']) =>
    block.cells.filter(({ behindBest, standing }) => behindBest !== null && standing === wanted);
  const [tied, worse, untold] = [against('tied'), against('worse'), against('open')];
  const notes = [
    ...(untold.length > 0
      ? [
          `Nothing shows the noise between ${nameOf(best)} and ${listed(untold.map(nameOf))}: ${whyUntold(untold)}.`,
        ]
      : []),
    ...comparedSeeds(block),
    ...notCompared(block),
  ];
  const verdict =
    tied.length > 0
      ? tie(block, best, tied, worse, notes)
      : untold.length > 0
        ? untellable(block, best, notes)
        : winner(block, best, worse, notes);
  return mayAllGuess(block, best) ? nothingLearnt(block, best, verdict) : verdict;
}

/** The AUC of a model that guesses, of whatever task: it is a mean over classes, each against the rest. */
const COIN_TOSS = 0.5;

/**
 * Whether no cell is beyond a coin toss, with the seeds that there are: what two of them say of others is so little that
 * their interval holds nearly everything. Of a best cell without an interval it is not known.
 */
function mayAllGuess({ cells, part }: BlockAnalysis, best: CellAnalysis): boolean {
  const lowest = (cell: CellAnalysis) => cell[part]?.ofTheseSeeds?.[0];
  return lowest(best) !== undefined && cells.every((cell) => (lowest(cell) ?? COIN_TOSS) <= COIN_TOSS);
}

/** Comes before any order of the cells: where all may be guessing, which of them is ahead says nothing. */
function nothingLearnt(block: BlockAnalysis, best: CellAnalysis, verdict: Verdict): Verdict {
  const { mean } = best[block.part]!;
  // What guesses on images that were spoilt may be good on clean ones.
  const isStressed = block.part === 'val' && block.valKind === 'under-stress';
  const before = isStressed ? [] : ['Longer training, or a larger set, comes before any comparison.'];
  return {
    ...verdict,
    kind: 'unlearnt',
    ...headlined(
      isStressed ? 'Nothing is shown to stand the stress' : 'Nothing is shown to have learnt',
      `No recipe is beyond a coin toss, an AUC of 0.5: the highest, ${nameOf(best)}, has a ${scoreName(block, block.seeds.length)} of ${formatAuc(mean)}, and other images might as well give 0.5.`,
    ),
    details: [...before, ...verdict.details],
  };
}

/** Said where runs are left out of the comparison. */
function comparedSeeds({ cells, compared, seeds }: BlockAnalysis): string[] {
  const isCut = cells.some(({ cell, runs }) => compared.includes(cell.key) && runs.length > seeds.length);
  return isCut ? [`Compared on ${seedsText(seeds)} only, which all compared cells have.`] : [];
}

function notCompared({ cells, compared }: BlockAnalysis): string[] {
  const out = cells.filter(({ cell }) => !compared.includes(cell.key));
  if (out.length === 0) return [];
  const lacks = new Set(out.map(({ missing }) => missing.join()));
  const [first] = out;
  const what =
    lacks.size === 1
      ? `${out.length === 1 ? 'it lacks' : 'they lack'} ${seedsText(first!.missing)}`
      : `${nameOf(first!)} lacks ${seedsText(first!.missing)}; for the others see the table`;
  return [`Not compared yet: ${listed(out.map(nameOf))}; ${what}.`];
}

function headlined(title: string, lead: string): Pick<Verdict, 'title' | 'lead' | 'headline'> {
  return { title, lead, headline: `${title}: ${lead}` };
}

function tooEarly(block: BlockAnalysis): Verdict {
  const scored = block.cells.filter((cell) => cell[block.part] !== null);
  const kind = 'too-early';
  const mean = (cell: CellAnalysis) => cell[block.part]!.mean;
  const [first] = scored.toSorted((a, b) => mean(b) - mean(a));
  if (!first) {
    const title = 'No run is finished yet';
    return { kind, title, lead: '', headline: `${title}.`, details: [], seedsNeeded: null };
  }
  const score = scoreName(block, first[block.part]!.seeds.length);
  const figure = `${nameOf(first)} ${scored.length === 1 ? 'stands' : 'is ahead'} at a ${score} of ${formatAuc(mean(first))}`;
  if (block.cells.length < 2) {
    return { kind, ...headlined('Nothing to compare', `${figure}.`), details: [], seedsNeeded: null };
  }
  return {
    kind,
    ...headlined('Too early to say', `${figure}, but that may be luck.`),
    details: ['Cells are compared from the second seed on that they share: one seed shows no spread.'],
    seedsNeeded: null,
  };
}

function untellable(block: BlockAnalysis, best: CellAnalysis, notes: readonly string[]): Verdict {
  return {
    kind: 'too-early',
    ...headlined(
      'It cannot be told',
      `${nameOf(best)} has the highest ${scoreName(block, block.seeds.length)} (${formatAuc(best[block.part]!.mean)}), but nothing shows how far that is noise.`,
    ),
    details: notes,
    seedsNeeded: null,
  };
}

function winner(
  block: BlockAnalysis,
  best: CellAnalysis,
  others: readonly CellAnalysis[],
  notes: readonly string[],
): Verdict {
  const nearest = nearestOf(others);
  const isWhole = block.compared.length === block.cells.length;
  const title = `${nameOf(best)} is best${isWhole ? '' : ` of the ${block.compared.length} compared cells`}`;
  const score = scoreName(block, block.seeds.length);
  const figure = formatAuc(best[block.part]!.mean);
  return {
    kind: 'winner',
    title,
    lead: `Its ${score} is ${figure}.`,
    headline: `${title}, with a ${score} of ${figure}.`,
    details: [
      `It is ahead of the next, ${nameOf(nearest)}, by ${difference(nearest.behindBest!, block)}.`,
      ...notes,
    ],
    seedsNeeded: null,
  };
}

function tie(
  block: BlockAnalysis,
  best: CellAnalysis,
  tied: readonly CellAnalysis[],
  worse: readonly CellAnalysis[],
  notes: readonly string[],
): Verdict {
  const nearest = nearestOf(tied);
  const settling = whatWouldSettle(best, nearest, block);
  return {
    kind: 'tie',
    ...headlined(
      'No winner',
      `${nameOf(best)} has the highest ${scoreName(block, block.seeds.length)} (${formatAuc(best[block.part]!.mean)}), but ${listed(tied.map(nameOf))} ${tied.length === 1 ? 'is' : 'are'} too close to tell apart.`,
    ),
    details: [
      `To the nearest, ${nameOf(nearest)}, the difference is ${difference(nearest.behindBest!, block)}.`,
      ...(worse.length > 0 ? [`Worse than the best: ${listed(worse.map(nameOf))}.`] : []),
      settling.text,
      ...notes,
    ],
    seedsNeeded: settling.seeds,
  };
}

function whatWouldSettle(
  best: CellAnalysis,
  nearest: CellAnalysis,
  block: BlockAnalysis,
): { readonly text: string; readonly seeds: number | null } {
  const { estimate, seedVariance, dfPerSeed, images } = nearest.behindBest!;
  const [one, other] = [nameOf(best), nameOf(nearest)];
  if (estimate === 0) {
    return { text: `${one} and ${other} have the same mean: no study tells them apart.`, seeds: null };
  }
  const question: PowerQuestion = {
    difference: estimate,
    seedVariance,
    dfPerSeed,
    lastingVariance: images.lasting,
    // Holm's first step, the strictest: what is planned must pass it.
    alpha: ALPHA / block.pairs,
  };
  const there = block.seeds.length;
  const needed = seedsNeeded(question);
  if (needed !== null) {
    // Chance and level are not met by the seeds at hand, or it would be no tie.
    const seeds = Math.max(needed, there + 1);
    return {
      text: `To tell ${one} from ${other}, if the difference is what it seems, about ${seeds} seeds each would be needed (there are ${there}).`,
      seeds,
    };
  }
  const bearable = bearableVariance(question);
  if (images.lasting <= bearable) {
    return {
      text: `To tell ${one} from ${other}, more than ${MOST_SEEDS.toLocaleString('en')} seeds each would be needed.`,
      seeds: null,
    };
  }
  const count = best.runs.find((run) => run[block.part])![block.part]!.influence.length;
  const part = block.part === 'val' ? 'validation' : 'test';
  const enough = `it has ${count.toLocaleString('en')} images, and about ${rounded(imagesNeeded(question, count))} would do`;
  return {
    text:
      images.lastingAtLeast > bearable
        ? `More seeds will not settle ${one} against ${other}: the ${part} part is too small (${enough}).`
        : `More seeds may not settle ${one} against ${other}: the ${part} part may be too small (${enough}).`,
    seeds: null,
  };
}

/** To two digits: an estimate of an estimate. */
function rounded(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en');
}

/** The interval is for one difference by itself, the p-value for all pairs: so one can leave 0 out and the other not. */
function difference({ estimate, interval, adjustedP }: Comparison, { pairs }: BlockAnalysis): string {
  const [low, high] = interval;
  const tests = pairs === 1 ? '' : `, corrected for ${pairs} pairs by Holm’s method`;
  return `${formatDifference(estimate)} (95 % interval of this pair alone ${formatDifference(low)} to ${formatDifference(high)}; ${formatP(adjustedP)}${tests})`;
}

function nearestOf(cells: readonly CellAnalysis[]): CellAnalysis {
  return cells.reduce((nearest, cell) =>
    cell.behindBest!.estimate < nearest.behindBest!.estimate ? cell : nearest,
  );
}

const SCORE_NAMES = {
  'cross-fitted': 'cross-fitted val AUC',
  'best-epoch': 'val AUC of the best epoch',
  'under-stress': 'val AUC over all stresses',
} as const;

/** Of one run it is no mean. */
function scoreName({ part, valKind }: BlockAnalysis, seeds: number): string {
  return `${seeds > 1 ? 'mean ' : ''}${part === 'test' ? 'test AUC' : SCORE_NAMES[valKind]}`;
}

function nameOf({ cell }: CellAnalysis): string {
  return `“${cell.name}”`;
}
