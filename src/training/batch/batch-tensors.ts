import * as tf from '@tensorflow/tfjs-core';
import { type BegunImageBatch, beginImageBatch, type ImageBatch } from '../../kernels/image-batch.ts';
import type { PixelChange } from '../../lab/augment/pixel-change.ts';
import type { Dataset, Split } from '../../lab/dataset.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { LearnerInput, TrainingBatch } from '../learner.ts';
import { AUGMENTATION_NAMES, augmentationOf, drawOf, randomOf, settingsFor } from './augmentation-draws.ts';
import { BatchPixelBuilder } from './batch-pixels.ts';
import type { Batch } from './epoch-batches.ts';
import { labelRows } from './label-rows.ts';

/** A batch that is being made before it is asked for. */
interface BegunBatch {
  readonly batch: Batch;
  readonly pass: number;
  readonly images: BegunImageBatch;
}

/**
 * Batches of images as tensors: by the backend's own kernel where it has one and the recipe asks for nothing that it
 * cannot do, else by {@link BatchPixelBuilder}. The bits are the same either way.
 */
export class BatchTensors implements LearnerInput {
  private readonly dataset: Dataset;
  private readonly recipe: Recipe;
  private readonly pixels: BatchPixelBuilder;
  private begun: BegunBatch | null = null;

  /** @param pixels of the same set and recipe */
  constructor(dataset: Dataset, recipe: Recipe, pixels = new BatchPixelBuilder(dataset, recipe)) {
    this.dataset = dataset;
    this.recipe = recipe;
    this.pixels = pixels;
  }

  begin(next: { readonly batch: Batch; readonly pass: number } | null): void {
    this.begun?.images.giveUp();
    this.begun = null;
    const images = next && this.beginTraining(next.batch, next.pass);
    this.begun = images && { ...next, images };
  }

  training(batch: Batch, pass: number): TrainingBatch {
    const isBegun = this.begun?.batch === batch && this.begun.pass === pass;
    const begun = isBegun ? this.begun!.images : this.beginTraining(batch, pass);
    if (isBegun) this.begun = null;
    if (begun) {
      const labels = labelRows(this.dataset.splits.train, batch.indices);
      return { images: begun.whole(), labels, mix: null };
    }
    const { values, shape, labels, mix } = this.pixels.training(batch, pass);
    return { images: tf.tensor(values, shape), labels, mix };
  }

  evaluation(split: Split, start: number, end: number): tf.Tensor {
    const indices = Int32Array.from({ length: end - start }, (_, offset) => start + offset);
    const plain = this.pixels.changesForScore ? null : this.beginByKernel(split, indices, []);
    if (plain) return plain.whole();
    const { values, shape } = this.pixels.evaluation(split, start, end);
    return tf.tensor(values, shape);
  }

  /** Null where the builder has to make it. */
  private beginTraining(batch: Batch, pass: number): BegunImageBatch | null {
    const changes = this.changesOf(batch, pass);
    return changes && this.beginByKernel('train', batch.indices, changes);
  }

  private beginByKernel(
    split: Split,
    indices: Int32Array,
    changes: ImageBatch['changes'],
  ): BegunImageBatch | null {
    // The pitfall normalises some images only.
    if (this.recipe.pitfalls.mixedNormalisation) return null;
    return beginImageBatch(this.pixels.plainBatch(split, indices, changes));
  }

  /** What is done to each image of a batch; null where that is more than a kernel knows. */
  private changesOf({ indices, copies, start }: Batch, epoch: number): PixelChange[][] | null {
    const all: PixelChange[][] = [];
    for (const [row, index] of indices.entries()) {
      const copy = copies[row] === 1;
      const settings = settingsFor(this.recipe, copy);
      const draw = drawOf(epoch, index, row, start, copy);
      const changes: PixelChange[] = [];
      for (const name of AUGMENTATION_NAMES) {
        if (!settings[name]) continue;
        const augmentation = augmentationOf(name);
        if (!('apply' in augmentation) || !augmentation.changes) return null;
        const random = randomOf(this.recipe.seed, name, draw);
        changes.push(...augmentation.changes(this.pixels.geometry, settings[name], random));
      }
      all.push(changes);
    }
    return all;
  }
}
