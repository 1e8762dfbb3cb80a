import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../scripts/write-whole.ts';
import type { ListQuality } from '../src/lab/confident-learning/doubted-images.ts';
import type { Edition } from '../src/lab/edition/edition.ts';
import { parseRecipe } from '../src/lab/recipe/parse.ts';
import type { Recipe } from '../src/lab/recipe/recipe.ts';
import { foldRecipes } from '../src/lab/split/out-of-fold.ts';
import { contrast } from '../src/lab/statistics/contrast.ts';
import { type Estimate, tInterval } from '../src/lab/statistics/intervals.ts';
import { meanAuc } from '../src/lab/statistics/mean-auc.ts';
import type { PartScore, ScoredRun } from '../src/lab/study/scored-run.ts';
import { formatDifference, formatP } from '../src/lab/study/verdict.ts';
import type { LabelReview } from '../src/worker/protocol.ts';
import { EXIT } from './exit-codes.ts';
import { type LabPage, unwrap } from './lab-page.ts';
import { type PageOptions, withLoadedPage } from './loaded-page.ts';
import { log } from './log.ts';
import { readRecipeArgument } from './recipe-argument.ts';
import { StartFiles } from './start-argument.ts';
import { trainedRun } from './trained-run.ts';

export interface LabelNoiseOptions extends PageOptions {
  readonly set: readonly string[];
  readonly share: string;
  readonly folds: string;
  readonly seeds: string;
  readonly out: string;
}

/** The labels that are trained on: with those that were changed, mended by what the list names, and as they truly are. */
const VARIANTS = ['changed', 'mended', 'true'] as const;
type Variant = (typeof VARIANTS)[number];

interface SeedResult {
  readonly seed: number;
  readonly quality: ListQuality;
  readonly runs: Readonly<Record<Variant, ScoredRun>>;
}

/**
 * Changes a share of the training labels, finds them by folds, mends what is named, and trains on all three kinds of labels;
 * seed by seed, with a table over seeds.
 */
export async function labelNoise(options: LabelNoiseOptions, signal: AbortSignal): Promise<number> {
  const recipe = readRecipeArgument(undefined, options.set, new StartFiles());
  const results: SeedResult[] = [];
  await withLoadedPage(options, signal, async (lab) => {
    for (const seed of options.seeds.split(',').map(Number)) {
      results.push(await oneSeed(lab, { ...recipe, seed }, options, signal));
    }
  });
  mkdirSync(options.out, { recursive: true });
  const text = tableOf(results, options);
  writeWhole(join(options.out, 'label-noise.md'), text);
  const json = results.map(({ seed, quality, runs }) => ({
    ...{ seed, quality },
    runs: VARIANTS.map((variant) => ({ variant, summary: runs[variant].record.summary })),
  }));
  writeWhole(join(options.out, 'label-noise.json'), `${JSON.stringify(json, null, 2)}\n`);
  log(text);
  return EXIT.finished;
}

async function oneSeed(
  lab: LabPage,
  start: object,
  { share, folds }: LabelNoiseOptions,
  signal: AbortSignal,
): Promise<SeedResult> {
  // The set is that of the page: a recipe without one is about it.
  const clean = withoutData(parseRecipe(start));
  const noisy = { ...clean, protocol: { ...clean.protocol, labelNoise: Number(share) } };
  const ids: string[] = [];
  for (const fold of foldRecipes(noisy as Recipe, Number(folds))) {
    ids.push((await trainedRun(lab, fold, signal)).record.id);
  }
  const review = unwrap(await lab.page.evaluate((runs) => window.lab!.doubtedLabels(runs), ids));
  const before = await trainedRun(lab, noisy, signal);
  const edition = mendedBy(review, before.record.dataset.fingerprint);
  const mended = await trainedRun(lab, { ...noisy, edition }, signal);
  const truth = await trainedRun(lab, clean, signal);
  const { precision, recall } = review.quality!;
  log(`seed ${clean.seed}: precision ${precision?.toFixed(3)}, recall ${recall?.toFixed(3)}`);
  return {
    ...{ seed: clean.seed, quality: review.quality! },
    runs: { changed: before.scored, mended: mended.scored, true: truth.scored },
  };
}

function withoutData(recipe: Recipe): Omit<Recipe, 'dataset'> {
  const { dataset: _ofPage, ...rest } = recipe;
  return rest;
}

/** All that the list names gets the label that it suggests. */
function mendedBy({ doubts, given }: LabelReview, fingerprint: string): Edition {
  const rows = new Map<number, number[]>();
  for (const { image, label, suggested } of doubts) {
    const row = rows.get(image) ?? [...given[image]!];
    row[label ?? 0] = suggested;
    rows.set(image, row);
  }
  const relabelled = [...rows].sort(([a], [b]) => a - b).map(([image, label]) => ({ image, label }));
  return { name: 'mended', fingerprint, train: { leftOut: [], relabelled } };
}

function tableOf(
  results: readonly SeedResult[],
  { data, share, folds, seeds, set }: LabelNoiseOptions,
): string {
  const over = (value: (result: SeedResult) => number) => meanText(results.map(value));
  const scores = (part: 'val' | 'test') =>
    VARIANTS.map((variant) => results.flatMap(({ runs }) => runs[variant][part] ?? []));
  const rows = VARIANTS.map((variant, place) => {
    const cell = (part: 'val' | 'test') => aucText(scores(part)[place]!);
    return `| ${variant} | ${cell('val')} | ${cell('test')} |`;
  });
  const difference = (part: 'val' | 'test', weights: readonly number[]) => {
    const found = contrast(scores(part), weights);
    return found ? estimateText(found) : 'not defined on one seed';
  };
  return [
    `# ${Math.round(100 * Number(share))} % of the training labels changed at random`,
    '',
    `${data}; ${folds} folds; seeds ${seeds}; ${set.join(' ')}`,
    '',
    `The list: precision ${over(({ quality }) => quality.precision ?? Number.NaN)}, recall ${over(({ quality }) => quality.recall ?? Number.NaN)} (mean over seeds, 95 % t-interval).`,
    '',
    '| labels | cross-fitted val AUC | test AUC |',
    '|---|---|---|',
    ...rows,
    '',
    `Mended − changed: val ${difference('val', [-1, 1, 0])}; test ${difference('test', [-1, 1, 0])}.`,
    `True − mended: val ${difference('val', [0, -1, 1])}; test ${difference('test', [0, -1, 1])}.`,
    'Intervals: 95 %, over other seeds and other images (docs/studies.md).',
    '',
  ].join('\n');
}

function aucText(scores: readonly PartScore[]): string {
  if (scores.length === 0) return '–';
  const { mean, interval } = meanAuc(scores);
  return `${mean.toFixed(3)}${interval ? ` (${interval[0].toFixed(3)} to ${interval[1].toFixed(3)})` : ''}`;
}

function estimateText({ estimate, interval, p }: Estimate): string {
  return `${formatDifference(estimate)} (${formatDifference(interval[0])} to ${formatDifference(interval[1])}, ${formatP(p)})`;
}

function meanText(values: readonly number[]): string {
  const found = tInterval(values);
  if (!found) return values[0]!.toFixed(3);
  const [low, high] = found.interval;
  return `${found.estimate.toFixed(3)} (${Math.max(0, low).toFixed(3)} to ${Math.min(1, high).toFixed(3)})`;
}
