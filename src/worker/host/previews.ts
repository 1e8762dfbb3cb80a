import type { BalancingStrategy } from '../../lab/balance/balancing.ts';
import { BALANCING } from '../../lab/balance/registry.ts';
import type { Dataset, SplitData } from '../../lab/dataset.ts';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { BatchPixelBuilder } from '../../training/batch/batch-pixels.ts';
import { type EpochRecipe, epochBatches } from '../../training/batch/epoch-batches.ts';
import { applyProtocol } from '../../training/protocol/apply-protocol.ts';
import { tilesOf } from '../pictures/tiles.ts';
import type { BalancePreview, PreviewRequest, PreviewTiles } from '../protocol.ts';

/**
 * Images as a person would see them: augmented where asked, but never normalised, as that only moves the grey scale,
 * and with the slices of a volume in order.
 */
export async function previewTiles(
  dataset: Dataset,
  { split, indices, recipe, epoch }: PreviewRequest,
): Promise<PreviewTiles> {
  const last = indices.reduce((largest, index) => Math.max(largest, index), 0);
  await dataset.streaming?.whenArrived(split, last);
  const asked = recipe ?? DEFAULT_RECIPE;
  const pitfalls = { ...asked.pitfalls, mixedNormalisation: false };
  const shown: Recipe = { ...asked, normalise: 'none', pitfalls, volume: '3d' };
  const builder = new BatchPixelBuilder(dataset, shown);
  const batches = indices.map((index) =>
    recipe && split === 'train'
      ? builder.training({ indices: Int32Array.of(index), copies: new Uint8Array(1), start: 0 }, epoch)
      : builder.evaluation(split, index, index + 1),
  );
  return tilesOf(dataset, batches);
}

/** The last answer for each set: most changes of a recipe do not touch what an epoch visits. */
const lastAnswers = new WeakMap<Dataset, { readonly question: string; readonly answer: BalancePreview }>();

/**
 * Class counts of the training part, and of one epoch (weighted, where the loss weighs classes). Worked out anew only
 * where the recipe changes what an epoch visits.
 */
export function balancePreview(
  dataset: Dataset,
  { seed, batch, balance, edition, protocol, pitfalls }: Recipe,
): BalancePreview {
  const asked: EpochRecipe = { seed, batch, balance, edition, protocol, pitfalls };
  const question = canonicalJson(asked);
  const last = lastAnswers.get(dataset);
  if (last?.question === question) return last.answer;
  const answer = countEpoch(withoutPixels(dataset), asked);
  lastAnswers.set(dataset, { question, answer });
  return answer;
}

/** Only labels count for a preview: pixels need not be copied, nor have arrived. */
function withoutPixels(dataset: Dataset): Dataset {
  const empty = ({ count, labels }: SplitData): SplitData => ({ count, labels, images: new Uint8Array(0) });
  const { train, val, test } = dataset.splits;
  return { ...dataset, splits: { train: empty(train), val: empty(val), test: empty(test) } };
}

function countEpoch(official: Dataset, wanted: EpochRecipe): BalancePreview {
  const before = official.summary.classCounts.train;
  const { dataset, recipe } = applyProtocol(official, wanted);
  const { task, classCounts } = dataset.summary;
  const strategy = BALANCING[recipe.balance.name] as BalancingStrategy;
  if (task === 'multi-label' || !strategy.tasks.includes(task)) return { before, after: classCounts.train };
  const weights = strategy.classWeights?.(classCounts.train);
  const after = before.map(() => 0);
  for (const { indices } of epochBatches(dataset, recipe, 0)) {
    for (const index of indices) after[dataset.splits.train.labels[index]!]! += 1;
  }
  return { before, after: weights ? after.map((count, label) => count * weights[label]!) : after };
}
