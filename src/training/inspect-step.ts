import * as tf from '@tensorflow/tfjs-core';
import type { BatchInspection, Moved } from '../lab/batch-inspection.ts';
import { type Dataset, imageLength } from '../lab/dataset.ts';
import type { LabelValues } from '../lab/label-values.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { drawThumbnail, thumbnailSize } from '../lab/thumbnails.ts';
import { BatchPixelBuilder, type BatchPixels } from './batch/batch-pixels.ts';
import { type Batch, epochBatches } from './batch/epoch-batches.ts';
import type { Loss } from './loss/loss.ts';
import type { Network } from './model/network.ts';
import type { PlannedStep } from './run-plan.ts';

/** Edge up to which an image of the batch is shown, in pixels. */
const TILE_EDGE = 64;

/** The run whose step is looked at. */
export interface InspectedRun {
  /** As the run sees it, under the recipe's protocol. */
  readonly dataset: Dataset;
  readonly recipe: Recipe;
  readonly model: Network;
  readonly loss: Loss;
  /** What makes its batches. */
  readonly pixels: BatchPixelBuilder;
}

/**
 * Trains one batch and tells what it was and what the step did. The run is what it would be without: the passes that are
 * made for the scores leave the running statistics as they were, and nothing is drawn from a stream of the run.
 *
 * @param train makes the step
 */
export async function inspectStep(
  { dataset, recipe, model, loss, pixels }: InspectedRun,
  { step, batch, pass }: PlannedStep,
  train: () => Promise<void>,
): Promise<BatchInspection> {
  const entering = pixels.training(batch, pass);
  const images = tf.tensor(entering.values, entering.shape);
  const { outputs } = model.shape;
  try {
    const before = await logitsOf(model, images);
    const slope = await slopeOf(loss, before, entering, outputs);
    const variables = await variablesOf(loss);
    await train();
    const after = await logitsOf(model, images);
    return {
      step: step + 1,
      images: batch.indices.slice(),
      copies: copyNumbers(epochBatches(dataset, recipe, pass), batch),
      labels: entering.labels,
      ...tilesOf(dataset, recipe, batch, pass),
      before,
      after,
      activation: loss.activation,
      outputs,
      gradientShares: sharesByClass(dataset, entering.labels, slope, outputs),
      variables: movedFrom(variables, await variablesOf(loss)),
    };
  } finally {
    images.dispose();
  }
}

/** Logits under the present weights, normalised by the batch as in training; nothing of the model is moved. */
async function logitsOf(model: Network, images: tf.Tensor): Promise<Float32Array> {
  const statistics = [...model.statistics.values()];
  // Copied off the device, as the kernels of training change them in place.
  const kept = await Promise.all(statistics.map(async (tensor) => (await tensor.data()).slice()));
  const logits = tf.tidy(() => model.forward(images, true));
  try {
    return (await logits.data()).slice() as Float32Array;
  } finally {
    logits.dispose();
    tf.tidy(() => {
      statistics.forEach((tensor, index) => {
        tensor.assign(tf.tensor(kept[index]!, tensor.shape));
      });
    });
  }
}

/** ∂loss/∂logit of each logit of the batch, under the loss's variables as they are. */
async function slopeOf(
  loss: Loss,
  logits: Float32Array,
  { labels, mix }: BatchPixels,
  outputs: number,
): Promise<Float32Array> {
  const slope = tf.tidy(() => {
    const at = tf.tensor2d(logits, [logits.length / outputs, outputs]);
    return tf.grad((z) => loss.compute(z as tf.Tensor2D, labels, mix))(at);
  });
  try {
    return (await slope.data()).slice() as Float32Array;
  } finally {
    slope.dispose();
  }
}

type Variables = Readonly<Record<'a' | 'b' | 'alpha', readonly number[]>>;

async function variablesOf({ means, ascending }: Loss): Promise<Variables | null> {
  if (!means) return null;
  const [alpha] = ascending;
  const read = async (tensor: tf.Tensor | undefined) => (tensor ? [...(await tensor.data())] : []);
  return { a: await read(means.a), b: await read(means.b), alpha: await read(alpha) };
}

function movedFrom(before: Variables | null, after: Variables | null): BatchInspection['variables'] {
  if (!before || !after) return null;
  const moved = (name: keyof Variables): Moved => ({ before: before[name], after: after[name] });
  return { a: moved('a'), b: moved('b'), alpha: moved('alpha') };
}

/** Which added copy of its image each one is among those of the pass up to here, from 1; 0: the image itself. */
function copyNumbers(pass: readonly Batch[], batch: Batch): Int32Array {
  const seen = new Map<number, number>();
  const count = ({ indices, copies }: Batch) =>
    Int32Array.from(indices, (index, row) => {
      if (copies[row] !== 1) return 0;
      const copy = (seen.get(index) ?? 0) + 1;
      seen.set(index, copy);
      return copy;
    });
  for (const other of pass) if (other.start < batch.start) count(other);
  return count(batch);
}

/** The images as augmented: not normalised, as that only moves the grey scale, and with the slices of a volume in order. */
function tilesOf(
  { summary, ...dataset }: Dataset,
  recipe: Recipe,
  batch: Batch,
  pass: number,
): Pick<BatchInspection, 'pixels' | 'size'> {
  const pitfalls = { ...recipe.pitfalls, mixedNormalisation: false };
  const shown: Recipe = { ...recipe, normalise: 'none', pitfalls, volume: '3d' };
  const { values } = new BatchPixelBuilder({ summary, ...dataset }, shown).training(batch, pass);
  const length = imageLength(summary);
  const size = thumbnailSize(summary.size, TILE_EDGE);
  const pixels = new Uint8ClampedArray(batch.indices.length * size * size * 4);
  // Clamped: noise and contrast go beyond what can be shown.
  const grey = Uint8ClampedArray.from(values, (value) => value * 255);
  batch.indices.forEach((_, row) => {
    const image = new Uint8Array(grey.buffer, row * length, length);
    drawThumbnail(image, summary, TILE_EDGE, pixels, row * size * size * 4);
  });
  return { pixels, size };
}

function sharesByClass(
  { summary: { task, classNames } }: Dataset,
  labels: LabelValues,
  slope: Float32Array,
  outputs: number,
): readonly number[] {
  const sums = classNames.map(() => 0);
  slope.forEach((value, place) => {
    const label = task === 'multi-label' ? place % outputs : labels[Math.floor(place / outputs)]!;
    sums[label]! += Math.abs(value);
  });
  const all = sums.reduce((total, sum) => total + sum, 0);
  return all > 0 ? sums.map((sum) => sum / all) : [];
}
