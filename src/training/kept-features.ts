import * as tf from '@tensorflow/tfjs-core';
import type { Dataset, Split } from '../lab/dataset.ts';
import { joinFloats } from '../lab/join-floats.ts';
import { MODELS } from '../lab/models/registry.ts';
import { factsOfSummary } from '../lab/recipe/data-facts.ts';
import { effectiveRecipe } from '../lab/recipe/no-effect.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import { frozenParts } from '../lab/start/frozen-parts.ts';
import type { Batch } from './batch/epoch-batches.ts';
import { labelRows } from './batch/label-rows.ts';
import type { LearnerInput, TrainingBatch } from './learner.ts';
import type { Network } from './model/network.ts';
import { outputsInBatches } from './outputs-in-batches.ts';

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
  private readonly images: LearnerInput;
  private readonly batch: number;
  /** [count, features] of each part so far. */
  private readonly parts = new Map<Split, Float32Array>();

  /** @param model all of whose parts but the head are frozen; @param batch images for each pass forward */
  constructor(model: Network, dataset: Dataset, images: LearnerInput, batch: number) {
    this.model = model;
    this.dataset = dataset;
    this.images = images;
    this.batch = batch;
  }

  /**
   * Works out the features of a part where they are not known yet. Its images are all there.
   *
   * @param afterBatch as {@link outputsInBatches} calls it
   */
  async prepare(split: Split, afterBatch: (done: number) => Promise<void>): Promise<void> {
    if (this.parts.has(split)) return;
    const { count } = this.dataset.splits[split];
    const parts: Float32Array[] = [];
    await outputsInBatches(
      { count, batch: this.batch },
      (start, end) => tf.tidy(() => this.model.frozenOutput(this.images.evaluation(split, start, end))),
      (rows) => parts.push(rows),
      afterBatch,
    );
    this.parts.set(split, joinFloats(parts));
  }

  /** They are there already. */
  begin(): void {}

  training({ indices }: Batch): TrainingBatch {
    const labels = labelRows(this.dataset.splits.train, indices);
    return { images: this.rows('train', indices), labels, mix: null };
  }

  evaluation(split: Split, start: number, end: number): tf.Tensor {
    return this.rows(
      split,
      Int32Array.from({ length: end - start }, (_, offset) => start + offset),
    );
  }

  private rows(split: Split, indices: Int32Array): tf.Tensor {
    const all = this.parts.get(split);
    if (!all) throw new Error(`The features of ${split} are not prepared.`);
    const width = all.length / this.dataset.splits[split].count;
    const values = new Float32Array(indices.length * width);
    indices.forEach((index, row) => {
      values.set(all.subarray(index * width, (index + 1) * width), row * width);
    });
    return tf.tensor(values, [indices.length, width]);
  }
}
