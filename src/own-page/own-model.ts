import * as tf from '@tensorflow/tfjs-core';
import { type PictureGoal, pictureAsImage } from '../datasets/importers/one-picture.ts';
import { registerSimdBackend } from '../kernels/simd/register.ts';
import type { StartThread } from '../kernels/simd/start-thread.ts';
import { classProbabilities } from '../lab/class-probabilities.ts';
import { imageLength } from '../lab/dataset.ts';
import { cosine } from '../lab/features/cosine.ts';
import type { ImportOptions } from '../lab/import/options.ts';
import { telltaleStage } from '../lab/map-edge.ts';
import { PAGE_FILES, type PageModel } from '../lab/own-page/page-model.ts';
import { BatchPixelBuilder } from '../training/batch/batch-pixels.ts';
import { restoreCheckpoint } from '../training/checkpoint.ts';
import { gradCam } from '../training/grad-cam.ts';
import type { Network } from '../training/model/network.ts';
import { createNetwork } from '../training/model/registry.ts';

/** Where an image speaks for a class. */
export interface PageHeat {
  /** [(d,) h, w], not negative. */
  readonly map: Float32Array;
  readonly shape: readonly number[];
  readonly stage: number;
}

export interface PageNeighbour {
  readonly likeness: number;
  readonly labels: readonly number[];
  /** RGBA [edge, edge, 4]. */
  readonly pixels: Uint8ClampedArray;
}

const NO_IMAGES = { count: 0, images: new Uint8Array(0), labels: new Uint8Array(0) };

/** The net of a page of one's own, in its worker: computed by the lab's own kernels, as the lab computes it. */
export class OwnModel {
  private readonly facts: PageModel;
  private readonly net: Network;
  private readonly pixels: BatchPixelBuilder;
  private readonly images: ArrayBuffer | null;

  private constructor(facts: PageModel, net: Network, images: ArrayBuffer | null) {
    this.facts = facts;
    this.net = net;
    this.images = images;
    const splits = { train: NO_IMAGES, val: NO_IMAGES, test: NO_IMAGES };
    const set = { summary: facts.dataset, splits, streaming: null };
    this.pixels = new BatchPixelBuilder(set, facts.recipe, { normalisation: facts.normalisation });
  }

  /**
   * @param folder address of the page's folder, ending in a slash
   * @param startThread for the kernels
   * @throws Error where a file is missing or cut short
   */
  static async load(folder: string, startThread: StartThread): Promise<OwnModel> {
    const facts: PageModel = await (await fetched(folder, PAGE_FILES.model)).json();
    if (facts.version !== 1) throw new Error(`${PAGE_FILES.model} is of another version of the page.`);
    const [weights, images] = await Promise.all([
      fetched(folder, PAGE_FILES.weights).then((answer) => answer.arrayBuffer()),
      facts.images ? fetched(folder, PAGE_FILES.images).then((answer) => answer.arrayBuffer()) : null,
    ]);
    await chooseBackend(startThread);
    const values = new Float32Array(weights);
    let at = 0;
    const checkpoint = new Map<string, Float32Array>();
    for (const [name, length] of facts.arrays) {
      checkpoint.set(name, values.slice(at, at + length));
      at += length;
    }
    if (at !== values.length) throw new Error(`${PAGE_FILES.weights} is not of this model.`);
    const net = createNetwork(facts.dataset, facts.recipe, null);
    restoreCheckpoint(net, checkpoint);
    return new OwnModel(facts, net, images);
  }

  about(): PageModel {
    return this.facts;
  }

  /** @returns uint8 [(depth,) height, width, channels] @throws LabError where it is no picture that the model takes */
  async read(file: Blob, square: ImportOptions['square']): Promise<Uint8Array> {
    const goal: PictureGoal = this.facts.dataset;
    return await pictureAsImage(file, goal, square);
  }

  /** One of the images that came with the page. */
  sample(place: number): Uint8Array {
    const { nearest } = this.facts.images!;
    const count = nearest.labels.length;
    const length = imageLength(this.facts.dataset);
    const start = count * (nearest.width * 4 + nearest.edge ** 2 * 4) + place * length;
    return new Uint8Array(this.images!, start, length).slice();
  }

  /** Score of each class. */
  async scores(image: Uint8Array): Promise<readonly number[]> {
    const logits = await this.compute(() => this.net.forward(this.input(image), false));
    return classProbabilities(logits, this.facts.activation, this.facts.dataset.task);
  }

  async heat(image: Uint8Array, output: number, direction: 1 | -1): Promise<PageHeat> {
    const stage = telltaleStage(this.net.shape, this.facts.dataset.size);
    let shape: readonly number[] = [];
    const map = await this.compute(() => {
      const found = gradCam(this.net, this.input(image), { stage, output, direction });
      shape = found.shape;
      return found;
    });
    return { map, shape, stage };
  }

  /** The training images of the page whose features have the largest cosine with those of the image. */
  async nearest(image: Uint8Array, count: number): Promise<readonly PageNeighbour[]> {
    if (!this.facts.images || !this.images) return [];
    const { width, edge, labels } = this.facts.images.nearest;
    const own = await this.compute(() => this.net.features(this.input(image)));
    const features = new Float32Array(this.images, 0, labels.length * width);
    const likeness = labels.map((_, row) => cosine(own, features.subarray(row * width, (row + 1) * width)));
    const length = edge * edge * 4;
    return [...labels.keys()]
      .sort((a, b) => likeness[b]! - likeness[a]! || a - b)
      .slice(0, count)
      .map((row) => ({
        likeness: likeness[row]!,
        labels: labels[row]!,
        pixels: new Uint8ClampedArray(this.images!, features.byteLength + row * length, length).slice(),
      }));
  }

  private input(image: Uint8Array): tf.Tensor {
    const { values, shape } = this.pixels.given(image);
    return tf.tensor(values, shape);
  }

  private async compute(work: () => tf.Tensor): Promise<Float32Array> {
    const output = tf.tidy(work);
    try {
      return (await output.data()).slice() as Float32Array;
    } finally {
      output.dispose();
    }
  }
}

async function fetched(folder: string, name: string): Promise<Response> {
  const answer = await fetch(new URL(name, folder));
  if (!answer.ok) throw new Error(`The server has no ${name}: the folder is not whole.`);
  return answer;
}

/** The lab's kernels; where the browser has no WebAssembly SIMD, the slow ones of TensorFlow.js. */
async function chooseBackend(startThread: StartThread): Promise<void> {
  try {
    await registerSimdBackend({ startThread });
    await tf.setBackend('simd');
  } catch {
    await tf.setBackend('cpu');
  }
}
