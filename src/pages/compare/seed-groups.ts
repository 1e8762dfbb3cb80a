import { recipeHash } from '../../lab/recipe/canonical.ts';
import type { EpochRecord } from '../../lab/run-record.ts';
import { tInterval } from '../../lab/statistics/intervals.ts';
import { mean } from '../../lab/statistics/moments.ts';
import type { DrawnRun } from '../../parts/curves/run-curves.ts';
import { lettersText } from '../../state/runs/letters.ts';
import { lineNames } from '../../state/runs/names.ts';
import type { Curve } from '../../ui/chart/curve.ts';
import { runColour } from '../../ui/palettes.ts';
import type { Point } from '../../ui/thin-points.ts';

/** Runs that differ in nothing but the seed, one for each. */
export interface SeedGroup {
  readonly key: string;
  readonly name: string;
  /** Of its members, for instance "A–C". */
  readonly letter: string;
  /** That of its first member. */
  readonly colour: number | null;
  readonly runs: readonly DrawnRun[];
}

/** The runs by recipe and data, whatever their seed, in the order of their first members. */
export function seedGroups(runs: readonly DrawnRun[]): readonly SeedGroup[] {
  const groups = new Map<string, DrawnRun[]>();
  for (const run of runs) {
    const key = `${recipeHash({ ...run.row.recipe, seed: 0 })} ${run.row.dataset.key}`;
    const members = groups.get(key);
    if (members) members.push(run);
    else groups.set(key, [run]);
  }
  const names = lineNames([...groups.values()].map(([first]) => first!.row));
  return [...groups].map(([key, members]) => {
    const { row, name, mark } = members[0]!;
    const seeds = oneForEachSeed(members);
    return {
      key,
      name: seeds.length === 1 ? name : `${names.get(row.id)} (${seeds.length} seeds)`,
      letter: lettersText(members.map((member) => member.mark.letter)),
      colour: mark.colour,
      runs: seeds,
    };
  });
}

/** The same seed once more is the same run once more: it tells nothing of what another seed would do. */
function oneForEachSeed(runs: readonly DrawnRun[]): readonly DrawnRun[] {
  const seeds = runs.map(({ row }) => row.recipe.seed);
  return runs.filter((_, index) => seeds.indexOf(seeds[index]!) === index);
}

/** Each run by itself. */
export function singleGroups(runs: readonly DrawnRun[]): readonly SeedGroup[] {
  return runs.map((run) => ({ key: run.row.id, name: run.name, ...run.mark, runs: [run] }));
}

/** What is followed by epoch, and the highest it can be; nothing here falls below 0. */
export const MEASURES = {
  auc: { of: ({ val }: EpochRecord) => val.auc, ceiling: 1 },
  loss: { of: ({ trainLoss }: EpochRecord) => trainLoss, ceiling: null },
} as const satisfies Record<string, { of: (epoch: EpochRecord) => number; ceiling: number | null }>;
export type Measure = keyof typeof MEASURES;

/**
 * The mean of several lines over the x they all have, with a pointwise 95 % t-band from two lines on, cut to what is
 * possible: from 0 to the ceiling.
 */
export function meanLine(
  lines: readonly (readonly Point[])[],
  ceiling: number | null,
): Pick<Curve, 'points' | 'band'> {
  const [first = [], ...others] = lines.map((line) => new Map(line.map(({ x, y }) => [x, y])));
  const shared = [...first.keys()].filter((x) => others.every((line) => line.has(x)));
  const points: Point[] = [];
  const band: { x: number; low: number; high: number }[] = [];
  for (const x of shared) {
    const heights = [first, ...others].map((line) => (line as Map<number, number>).get(x)!);
    points.push({ x, y: mean(heights) });
    const interval = tInterval(heights)?.interval;
    if (interval)
      band.push({ x, low: Math.max(0, interval[0]), high: Math.min(ceiling ?? Infinity, interval[1]) });
  }
  return band.length > 0 ? { points, band } : { points };
}

/** A measure of each group: the mean as a line in its band, the members faint behind it. */
export function groupCurves(
  groups: readonly SeedGroup[],
  measure: Measure,
  scheme: 'light' | 'dark',
): Curve[] {
  const { of, ceiling } = MEASURES[measure];
  return groups.flatMap(({ key, name, letter, colour, runs }) => {
    const line = { letter, colour: runColour(colour, scheme), dash: '' };
    const lines = runs.map(({ series }) => series.epochs.map((epoch) => ({ x: epoch.epoch, y: of(epoch) })));
    const members =
      runs.length === 1
        ? []
        : lines.map((points, index) => ({
            ...line,
            id: `${key} ${runs[index]!.row.id}`,
            name: null,
            opacity: 0.25,
            width: 1,
            points,
          }));
    return [...members, { ...line, id: key, name, opacity: 1, width: 2, ...meanLine(lines, ceiling) }];
  });
}
