import * as tf from '@tensorflow/tfjs-core';
import { type Dataset, imageLength, SPLITS, type Split } from '../../lab/dataset.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { Activation } from '../../lab/run-record.ts';
import { BatchPixelBuilder, type ImagePlace } from '../../training/batch/batch-pixels.ts';
import { restoreCheckpoint } from '../../training/checkpoint.ts';
import type { Network } from '../../training/model/network.ts';
import { createNetwork } from '../../training/model/registry.ts';
import { applyProtocol, changesData } from '../../training/protocol/apply-protocol.ts';
import { inSinglePrecision } from './backends/webgpu.ts';
import { noWeights, type TrainedWeights } from './kept-weights.ts';

/** Pixel values of one step, at most: some 20 ms at width 64 on two cores. */
const VALUES_PER_STEP = 65_536;
const MOST_IMAGES_PER_STEP = 32;

/** A net with the weights that a run came to, on the backend that computes now; whoever opens it disposes it. */
export class TrainedModel {
  /** The set as it was loaded. */
  readonly official: Dataset;
  /** The set as the run saw it, under its edition and protocol. */
  readonly dataset: Dataset;
  readonly recipe: Recipe;
  readonly activation: Activation;
  /** Of the weights, from 1. */
  readonly epoch: number;
  readonly net: Network;
  readonly pixels: BatchPixelBuilder;

  private constructor(official: Dataset, dataset: Dataset, recipe: Recipe, weights: TrainedWeights) {
    this.official = official;
    this.dataset = dataset;
    this.recipe = recipe;
    this.activation = weights.activation;
    this.epoch = weights.epoch;
    this.pixels = new BatchPixelBuilder(dataset, recipe);
    this.net = createNetwork(dataset.summary, recipe, null);
    try {
      restoreCheckpoint(this.net, weights.checkpoint);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /**
   * Waits for the pixels that its normalisation, or its protocol, is worked out from.
   *
   * @throws LabError `no-weights` where the weights are of another recipe or of other images
   */
  static async open(official: Dataset, recipe: Recipe, weights: TrainedWeights): Promise<TrainedModel> {
    if (weights.identity.recipeHash !== recipeHash(recipe)) {
      throw noWeights('The kept weights are of another recipe.');
    }
    if (weights.identity.fingerprint !== official.summary.fingerprint) {
      throw noWeights('The loaded images are not those that the run was trained on.');
    }
    const changed = changesData(recipe);
    if (changed || recipe.normalise === 'train') {
      for (const split of SPLITS) await untilThere(official, split);
    }
    const dataset = changed ? applyProtocol(official, recipe).dataset : official;
    return new TrainedModel(official, dataset, recipe, weights);
  }

  /** Whether the run planted the mark of a shortcut on images of the part. */
  marks(split: Split): boolean {
    return split === 'train' && this.recipe.protocol.shortcut > 0;
  }

  /** Images that one step may take, so that a run that trains is not held up for long. */
  get batch(): number {
    const most = Math.floor(VALUES_PER_STEP / imageLength(this.official.summary));
    return Math.max(1, Math.min(MOST_IMAGES_PER_STEP, most));
  }

  /**
   * The input of the net, as its scores are made: x / 255, what evaluation does in the stead of an augmentation, and the
   * recipe's normalisation. The caller disposes it.
   *
   * @param images uint8 [n, (depth,) height, width, channels], as in SplitData.images
   * @param places of the images in the run's own parts, which the pitfall of a mixed normalisation goes by; null: all are
   *   normalised
   */
  input(images: Uint8Array, places: readonly ImagePlace[] | null = null): tf.Tensor {
    const { values, shape } = this.pixels.given(images, places);
    return tf.tensor(values, shape);
  }

  /**
   * Logits of some images, in one step: {@link batch} at most.
   *
   * @param images as in {@link input}
   * @returns [n, outputs]
   */
  async logits(images: Uint8Array, places: readonly ImagePlace[] | null = null): Promise<Float32Array> {
    return await this.read(() => this.net.forward(this.input(images, places), false));
  }

  /** Computes on the device what a function gives, in single precision, and reads it; all else is freed. */
  async read(compute: () => tf.Tensor): Promise<Float32Array> {
    const output = inSinglePrecision(() => tf.tidy(compute));
    try {
      return (await output.data()).slice() as Float32Array;
    } finally {
      output.dispose();
    }
  }

  dispose(): void {
    this.net.dispose();
  }
}

/** Resolves when all images of a part are there. */
export async function untilThere(
  { streaming, splits }: Dataset,
  split: keyof Dataset['splits'],
): Promise<void> {
  await streaming?.whenArrived(split, splits[split].count - 1);
}
