import * as tf from '@tensorflow/tfjs-core';
import { type Dataset, labelWidth, type Split } from '../lab/dataset.ts';
import { MODELS } from '../lab/models/registry.ts';
import { factsOfSummary } from '../lab/recipe/data-facts.ts';
import { effectiveRecipe } from '../lab/recipe/no-effect.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { frozenParts } from '../lab/start/frozen-parts.ts';
import type { BatchPixelBuilder, BatchPixels } from './batch/batch-pixels.ts';
import type { Batch } from './batch/epoch-batches.ts';
import type { LearnerInput } from './learner.ts';
import type { Network } from './model/network.ts';

/** Whether the head alone is trained. */
export function trainsHeadAlone({ model, start }: Recipe): boolean {
  const parts = MODELS[model].parts.length;
  return start !== null && parts > 0 && frozenParts(model, start.frozen) === parts;
}

/**
 * Whether each image enters every batch as it is, so that its features are the same in all of them. An augmentation draws
 * another image each time, of which the features have to be worked out anew.
 */
export function entersAsItIs(recipe: Recipe, dataset: Dataset): boolean {
  const { augment, balance, pitfalls } = effectiveRecipe(recipe, factsOfSummary(dataset.summary));
  if (pitfalls.exactCopies) return true;
  const augmented = Object.values(augment).some((settings) => settings !== undefined);
  return !augmented && balance.name !== 'upsample-augmented';
}

/**
 * What the frozen parts of a network make of the images of a set, worked out once for each part of it and kept on the host:
 * images × features × 4 bytes, 2.4 MB for 4,708 images at width 16. A step over them is one of a linear model.
 */
export class KeptFeatures implements LearnerInput {
  private readonly model: Network;
  private readonly dataset: Dataset;
  private readonly pixels: BatchPixelBuilder;
  private readonly batch: number;
  /** [count, features] of each part so far. */
  private readonly parts = new Map<Split, Float32Array>();

  /** @param model all of whose parts but the head are frozen; @param batch images for each pass forward */
  constructor(model: Network, dataset: Dataset, pixels: BatchPixelBuilder, batch: number) {
    this.model = model;
    this.dataset = dataset;
    this.pixels = pixels;
    this.batch = batch;
  }

  /**
   * Works out the features of a part where they are not known yet. Its images are all there.
   *
   * @param afterBatch called with the images done so far; lets other work in between
   */
  async prepare(split: Split, afterBatch: (done: number) => Promise<void>): Promise<void> {
    if (this.parts.has(split)) return;
    const { count } = this.dataset.splits[split];
    let all: Float32Array | null = null;
    for (let start = 0; start < count; start += this.batch) {
      const end = Math.min(start + this.batch, count);
      const { values, shape } = this.pixels.evaluation(split, start, end);
      const output = tf.tidy(() => this.model.frozenOutput(tf.tensor(values, shape)));
      try {
        const rows = await output.data();
        all ??= new Float32Array((rows.length / (end - start)) * count);
        all.set(rows, (all.length / count) * start);
      } finally {
        output.dispose();
      }
      await afterBatch(end);
    }
    this.parts.set(split, all!);
  }

  training({ indices }: Batch): BatchPixels {
    return { ...this.rows('train', indices), mix: null };
  }

  evaluation(split: Split, start: number, end: number): Omit<BatchPixels, 'mix'> {
    return this.rows(
      split,
      Int32Array.from({ length: end - start }, (_, offset) => start + offset),
    );
  }

  private rows(split: Split, indices: Int32Array): Omit<BatchPixels, 'mix'> {
    const all = this.parts.get(split);
    if (!all) throw new Error(`The features of ${split} are not prepared.`);
    const { count, labels } = this.dataset.splits[split];
    const width = all.length / count;
    const { task, classNames } = this.dataset.summary;
    const labelled = labelWidth(task, classNames.length);
    const values = new Float32Array(indices.length * width);
    const rows = new Uint8Array(indices.length * labelled);
    indices.forEach((index, row) => {
      values.set(all.subarray(index * width, (index + 1) * width), row * width);
      rows.set(labels.subarray(index * labelled, (index + 1) * labelled), row * labelled);
    });
    return { values, shape: [indices.length, width], labels: rows };
  }
}
