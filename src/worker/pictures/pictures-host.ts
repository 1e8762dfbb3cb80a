import { transfer } from 'comlink';
import type { AugmentationName } from '../../lab/augment/registry.ts';
import { type Dataset, imageLength } from '../../lab/dataset.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { Work } from '../../lab/work.ts';
import type { ImageSource } from '../../training/batch/batch-pixels.ts';
import { nextTask } from '../../training/next-task.ts';
import type { PreviewTiles, TrainingImages } from '../protocol.ts';
import type { Drawn, PicturesWorker } from '../protocol-pictures.ts';
import { augmentationSample, augmentedImages } from './recipe-pictures.ts';

/** Pixels that are held of a set at most, in bytes. */
const MOST_BYTES = 32e6;
/**
 * The set at hand and those before it: what was asked of them is still drawn while another is loaded, and would push its images
 * out again and again.
 */
const MOST_SETS = 3;

/** What is held of one set: of its pixels those that were given. */
interface HeldSet {
  readonly dataset: Dataset;
  readonly images: Map<number, Uint8Array>;
}

export class PicturesHost implements PicturesWorker {
  /** By key; the one that was given images last is the last. */
  readonly #held = new Map<string, HeldSet>();

  async give({ summary, labels, indices, pixels }: TrainingImages): Promise<void> {
    const { key } = summary;
    const length = imageLength(summary);
    const before = this.#held.get(key)?.images ?? new Map<number, Uint8Array>();
    const images =
      (before.size + indices.length) * length > MOST_BYTES ? new Map<number, Uint8Array>() : before;
    indices.forEach((index, place) => {
      images.set(index, pixels.subarray(place * length, (place + 1) * length));
    });
    const none = { count: 0, images: new Uint8Array(0), labels: new Uint8Array(0) };
    const train = { count: summary.counts.train, images: new Uint8Array(0), labels };
    this.#held.delete(key);
    this.#held.set(key, {
      dataset: { summary, splits: { train, val: none, test: none }, streaming: null },
      images,
    });
    for (const other of [...this.#held.keys()].slice(0, -MOST_SETS)) this.#held.delete(other);
  }

  async augmentedImages(
    datasetKey: string,
    image: number,
    recipe: Recipe,
    draws: readonly number[],
    slice: number | null,
  ) {
    return this.#draw(datasetKey, image, (dataset, source) =>
      augmentedImages(dataset, source, image, recipe, draws, slice),
    );
  }

  async augmentationSample(
    datasetKey: string,
    image: number,
    name: AugmentationName,
    settings: object | null,
  ) {
    return this.#draw(datasetKey, image, (dataset, source) =>
      augmentationSample(dataset, source, image, name, settings),
    );
  }

  /** Which other images are mixed in is told by drawing: what is missing stands as black, and the drawing is thrown away. */
  async #draw<Answer extends PreviewTiles>(
    key: string,
    image: number,
    draw: (dataset: Dataset, source: ImageSource) => Work<Answer>,
  ): Promise<Drawn<Answer>> {
    const held = this.#held.get(key);
    if (!held) return { missing: [image] };
    const missing = new Set<number>();
    const black = new Uint8Array(imageLength(held.dataset.summary));
    const work = draw(held.dataset, (_split, index) => {
      const known = held.images.get(index);
      if (!known) missing.add(index);
      return known ?? black;
    });
    const answer = await inTurns(work);
    return missing.size > 0 ? { missing: [...missing] } : transfer({ answer }, [answer.pixels.buffer]);
  }
}

/** Step by step, what was asked meanwhile in between: the picture beside a slider does not wait for all that is drawn. */
async function inTurns<Answer>(work: Work<Answer>): Promise<Answer> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as Answer;
    await nextTask();
  }
}
