import type { ImageBatch } from '../../kernels/image-batch.ts';
import type { ImageGeometry, PairAugmentation, PixelRange } from '../../lab/augment/augmentation.ts';
import type { AugmentationName, AugmentationSettings } from '../../lab/augment/registry.ts';
import { type Dataset, imageLength, type Split } from '../../lab/dataset.ts';
import { emptyLike, type LabelValues } from '../../lab/label-values.ts';
import { createRandom, STREAM } from '../../lab/random.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { LabelMix } from '../targets.ts';
import {
  AUGMENTATION_NAMES,
  augmentationOf,
  type Draw,
  drawOf,
  randomOf,
  settingsFor,
} from './augmentation-draws.ts';
import { channelNormalisation, countLevels, type Normalisation } from './channel-levels.ts';
import type { Batch } from './epoch-batches.ts';
import { labelRows } from './label-rows.ts';

/** Where an image is in the parts of a run. */
export interface ImagePlace {
  readonly split: Split;
  readonly index: number;
}

/** Pixels of one image of a set, as in SplitData.images. */
export type ImageSource = (split: Split, index: number) => Uint8Array;

/** A batch ready to become a tensor. */
export interface BatchPixels {
  readonly values: Float32Array;
  /** [N, (D,) H, W, C] */
  readonly shape: number[];
  /** N rows as in SplitData.labels. */
  readonly labels: LabelValues;
  /** What is mixed into them; null where nothing is. */
  readonly mix: LabelMix | null;
}

/** Those that mix two images; at most one of them is used. */
const PAIR_NAMES = AUGMENTATION_NAMES.filter((name) => 'mix' in augmentationOf(name));

/**
 * Turns uint8 images into the network's input: x/255, augmentation (training only), normalisation. All on the CPU and
 * seeded by (seed, epoch, image), so that the same recipe gives the same batches on every backend.
 */
export class BatchPixelBuilder {
  private readonly dataset: Dataset;
  private readonly recipe: Recipe;
  readonly geometry: ImageGeometry;
  private readonly length: number;
  private readonly image: Float32Array;
  private readonly scratch: Float32Array;
  /** What is mixed into the image. */
  private readonly partner: Float32Array;
  private readonly imageOf: ImageSource;
  private readonly within: PixelRange | null;
  private normalisation: Normalisation | null;

  /**
   * @param known what need not be asked of the set's own training images, which need not be there then: the
   *   normalisation by them, and where the pixels of an image are; `within`: those of an image that have to be right when
   *   it is augmented, null: all
   */
  constructor(
    dataset: Dataset,
    recipe: Recipe,
    {
      normalisation = null,
      imageOf = null,
      within = null,
    }: {
      normalisation?: Normalisation | null;
      imageOf?: ImageSource | null;
      within?: PixelRange | null;
    } = {},
  ) {
    this.within = within;
    this.dataset = dataset;
    this.normalisation = normalisation;
    this.recipe = recipe;
    const { dims, size, channels } = dataset.summary;
    this.geometry = { dims, size, channels };
    this.length = imageLength(dataset.summary);
    this.image = new Float32Array(this.length);
    this.scratch = new Float32Array(this.length);
    this.partner = new Float32Array(this.length);
    this.imageOf =
      imageOf ??
      ((split, index) =>
        dataset.splits[split].images.subarray(index * this.length, (index + 1) * this.length));
  }

  /** @param epoch from 0; another epoch is another draw */
  training({ indices, copies, start }: Batch, epoch: number): BatchPixels {
    const rowLength = this.labelsPerImage('train');
    const mixes = {
      partners: emptyLike(this.dataset.splits.train.labels, indices.length * rowLength),
      shares: new Float32Array(indices.length),
    };
    mixes.shares.fill(1);
    let mixed = false;
    const batch = this.assemble('train', indices, (index, row) => {
      const copy = copies[row] === 1;
      const settings = settingsFor(this.recipe, copy);
      const draw = drawOf(epoch, index, row, start, copy);
      for (const name of AUGMENTATION_NAMES) this.augment(this.image, name, settings, draw);
      const partner = this.mix(settings, draw);
      if (partner) {
        mixed = true;
        mixes.shares[row] = partner.share;
        const labels = this.dataset.splits.train.labels.subarray(
          partner.index * rowLength,
          (partner.index + 1) * rowLength,
        );
        mixes.partners.set(labels, row * rowLength);
      }
    });
    return { ...batch, mix: mixed ? mixes : null };
  }

  /**
   * Images [start, end) of a split, unchanged but for scale and normalisation.
   *
   * @param how `as it is`: without what evaluation does in the stead of an augmentation
   */
  evaluation(
    split: Split,
    start: number,
    end: number,
    how: 'for a score' | 'as it is' = 'for a score',
  ): BatchPixels {
    const indices = Int32Array.from({ length: end - start }, (_, offset) => start + offset);
    return this.assemble(split, indices, () => {
      if (how === 'for a score') this.changeForScore();
    });
  }

  /**
   * Images that need not be of the set, as {@link evaluation} makes them for a score.
   *
   * @param images uint8 [N, (depth,) height, width, channels]
   * @param places which images of the set they are, for the pitfall of a mixed normalisation; null: all are normalised
   */
  given(
    images: Uint8Array,
    places: readonly ImagePlace[] | null = null,
  ): Pick<BatchPixels, 'values' | 'shape'> {
    const count = images.length / this.length;
    const values = new Float32Array(images.length);
    for (let row = 0; row < count; row++) {
      const place = places?.[row];
      for (let at = 0; at < this.length; at++) this.image[at] = images[row * this.length + at]! / 255;
      this.changeForScore();
      this.finish(values, row, !place || this.isNormalised(place.split, place.index));
    }
    return { values, shape: this.shapeOf(count) };
  }

  /**
   * An image, of the set or not, as one augmentation alone changes it; the rest as for a score.
   *
   * @param image uint8 [(depth,) height, width, channels]
   * @param draw from 0; another one is another draw
   */
  augmentedGiven(
    image: Uint8Array,
    name: AugmentationName,
    settings: Record<string, unknown>,
    draw: number,
  ): Pick<BatchPixels, 'values' | 'shape'> {
    for (let at = 0; at < this.length; at++) this.image[at] = image[at]! / 255;
    const random = randomOf(this.recipe.seed, name, { epoch: draw, index: 0, occurrence: 0 });
    const augmentation = augmentationOf(name);
    if ('apply' in augmentation) {
      augmentation.apply(this.image, this.geometry, settings, random, this.scratch);
    } else {
      this.readPixels(this.partner, 'train', random.integer(this.dataset.splits.train.count));
      augmentation.mix(this.image, this.partner, settings, random);
    }
    // It stands in the place of its own change for evaluation.
    if (!('applyAtEvaluation' in augmentation)) this.changeForScore();
    const values = new Float32Array(this.length);
    this.finish(values, 0, true);
    return { values, shape: this.shapeOf(1) };
  }

  /** By which the recipe normalises where it goes by the training part; null where it does not. */
  get normalisationByTraining(): Normalisation | null {
    return this.recipe.normalise === 'train' ? this.normalise() : null;
  }

  /** Whether evaluation does something in the stead of an augmentation. */
  get changesForScore(): boolean {
    return this.scoreChanges().length > 0;
  }

  /** What a kernel needs to make a batch, with the changes that it is to make. */
  plainBatch(split: Split, indices: Int32Array, changes: ImageBatch['changes']): ImageBatch {
    return {
      images: Array.from(indices, (index) => this.imageOf(split, index)),
      changes,
      geometry: this.geometry,
      normalisation: this.normalise(),
      shape: this.shapeOf(indices.length),
    };
  }

  private scoreChanges(): readonly ((image: Float32Array) => void)[] {
    // What training does not see must not be made up for either.
    if (this.recipe.pitfalls.exactCopies) return [];
    return AUGMENTATION_NAMES.flatMap((name) => {
      const augmentation = augmentationOf(name);
      if (!this.recipe.augment[name] || !('apply' in augmentation)) return [];
      return augmentation.applyAtEvaluation ? [augmentation.applyAtEvaluation] : [];
    });
  }

  private changeForScore(): void {
    for (const change of this.scoreChanges()) change(this.image);
  }

  private augment(
    image: Float32Array,
    name: AugmentationName,
    all: AugmentationSettings,
    draw: Draw,
    ...others: readonly number[]
  ): void {
    const settings = all[name];
    const augmentation = augmentationOf(name);
    if (!settings || !('apply' in augmentation)) return;
    const random = randomOf(this.recipe.seed, name, draw, ...others);
    if (this.within && augmentation.applyWithin && isPointwiseAfter(name, all)) {
      augmentation.applyWithin(image, this.within, settings, random);
      return;
    }
    augmentation.apply(image, this.geometry, settings, random, this.scratch);
  }

  /**
   * Mixes another training image in, augmented by draws of its own. Which one is decided by seed, epoch and image, not
   * by the batch.
   *
   * @returns the other image and the share that is left to this one; null where nothing is mixed
   */
  private mix(
    settings: AugmentationSettings,
    draw: Draw,
  ): { readonly index: number; readonly share: number } | null {
    const pair = PAIR_NAMES.find((name) => settings[name]);
    if (!pair) return null;
    const random = randomOf(this.recipe.seed, pair, draw);
    const other = random.integer(this.dataset.splits.train.count);
    this.readPixels(this.partner, 'train', other);
    const theirs = { ...draw, index: other };
    for (const name of AUGMENTATION_NAMES) this.augment(this.partner, name, settings, theirs, draw.index + 1);
    const { mix } = augmentationOf(pair) as PairAugmentation;
    return { index: other, share: mix(this.image, this.partner, settings[pair]!, random) };
  }

  private readPixels(into: Float32Array, split: Split, index: number): void {
    const image = this.imageOf(split, index);
    for (let place = 0; place < this.length; place++) into[place] = image[place]! / 255;
  }

  private labelsPerImage(split: Split): number {
    const { labels, count } = this.dataset.splits[split];
    return labels.length / count;
  }

  private assemble(
    split: Split,
    indices: Int32Array,
    change: (index: number, row: number) => void,
  ): BatchPixels {
    const values = new Float32Array(indices.length * this.length);
    indices.forEach((index, row) => {
      this.readPixels(this.image, split, index);
      change(index, row);
      this.finish(values, row, this.isNormalised(split, index));
    });
    const labels = labelRows(this.dataset.splits[split], indices);
    return { values, shape: this.shapeOf(indices.length), labels, mix: null };
  }

  private get takesSlices(): boolean {
    return this.geometry.dims === 3 && this.recipe.volume === 'slices';
  }

  private shapeOf(count: number): number[] {
    const { channels, size, dims } = this.geometry;
    const spatial = new Array<number>(this.takesSlices ? 2 : dims).fill(size);
    return [count, ...spatial, this.takesSlices ? size : channels];
  }

  /** Normalises the image and puts it into its row of a batch. */
  private finish(values: Float32Array, row: number, normalised: boolean): void {
    const normalisation = normalised ? this.normalise() : null;
    if (normalisation) applyNormalisation(this.image, this.geometry.channels, normalisation);
    const target = values.subarray(row * this.length, (row + 1) * this.length);
    if (this.takesSlices) depthToChannels(this.image, this.geometry.size, target);
    else target.set(this.image);
  }

  /** All of them, but for the pitfall: a half of train and val, drawn by image, and nothing of test. */
  private isNormalised(split: Split, index: number): boolean {
    const { pitfalls, seed } = this.recipe;
    if (!pitfalls.mixedNormalisation) return true;
    if (split === 'test') return false;
    return createRandom(seed, STREAM.normalisation, split === 'train' ? 0 : 1, index).uniform() < 0.5;
  }

  private normalise(): Normalisation | null {
    const { channels } = this.geometry;
    const { normalise, pitfalls } = this.recipe;
    // The pitfall mixes even where the recipe asks for no normalisation: it is about the images that got some.
    switch (normalise === 'none' && pitfalls.mixedNormalisation ? 'half' : normalise) {
      case 'none':
        return null;
      case 'half':
        return { mean: new Array(channels).fill(0.5), deviation: new Array(channels).fill(0.5) };
      case 'train':
        this.normalisation ??= channelNormalisation(countLevels(this.dataset.splits.train.images, channels));
        return this.normalisation;
    }
  }
}

/** Whether what comes after an augmentation takes each pixel by itself. */
function isPointwiseAfter(name: AugmentationName, all: AugmentationSettings): boolean {
  return AUGMENTATION_NAMES.slice(AUGMENTATION_NAMES.indexOf(name) + 1).every((later) => {
    const augmentation = augmentationOf(later);
    const settings = all[later];
    return !settings || 'mix' in augmentation || augmentation.isPointwise?.(settings) === true;
  });
}

function applyNormalisation(image: Float32Array, channels: number, { mean, deviation }: Normalisation): void {
  for (let place = 0; place < image.length; place++) {
    const channel = channels === 1 ? 0 : place % channels;
    image[place] = (image[place]! - mean[channel]!) / deviation[channel]!;
  }
}

/** [D, H, W] -> [H, W, D]: the slices become the channels of the 2D net, as the seed study did. */
function depthToChannels(volume: Float32Array, size: number, target: Float32Array): void {
  const plane = size * size;
  for (let place = 0; place < plane; place++) {
    for (let slice = 0; slice < size; slice++) target[place * size + slice] = volume[slice * plane + place]!;
  }
}
