import { LabError } from '../lab-error.ts';
import { arrayShapes } from '../model-export/array-shapes.ts';
import type { NetArray } from '../model-export/trained-net.ts';
import type { ModelShape } from '../model-shape.ts';
import { modelShapeOf } from '../models/model-shape-of.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { StartWeights, WeightsFacts } from './weights.ts';
import { WITH_ARTICLE } from './weights.ts';

/** The net that is to start from weights. */
export interface FitTarget {
  readonly shape: ModelShape;
  /** Length of the images along every axis, in pixels. */
  readonly edge: number;
  readonly classNames: readonly string[];
}

export function fitTargetOf(
  dataset: Parameters<typeof modelShapeOf>[0],
  recipe: Parameters<typeof modelShapeOf>[1],
): FitTarget {
  return { shape: modelShapeOf(dataset, recipe), edge: dataset.size, classNames: dataset.classNames };
}

/**
 * What a recipe says so that its net is that of the weights, which fit no other.
 *
 * @param dims of the set; null where it is not known
 */
export function recipeFor(
  { model, width, stem, dims: seen }: Pick<WeightsFacts, 'model' | 'width' | 'stem' | 'dims'>,
  dims: 2 | 3 | null,
): Partial<Pick<Recipe, 'model' | 'width' | 'stem' | 'volume'>> {
  if (model === 'linear') return { model };
  return {
    ...{ model, width },
    ...(model === 'resnet-18' ? { stem } : {}),
    ...(dims === 3 ? { volume: seen === 2 ? 'slices' : '3d' } : {}),
  };
}

/** What of the weights has to be changed for another set. */
export interface WeightsFit {
  /** What becomes of the first layer where the images have other channels. */
  readonly stem: 'kept' | 'summed' | 'repeated';
  /** Where the classes are others, it is drawn as in a run from scratch. */
  readonly head: 'kept' | 'drawn';
}

/** Why weights cannot start this net, in a sentence with the way out; null where they can. */
export function whyUnfit(facts: WeightsFacts, { shape, edge, classNames }: FitTarget): string | null {
  const { model = 'resnet-18' } = shape;
  if (facts.model !== model) {
    return `The weights are of ${WITH_ARTICLE[facts.model]}, and the recipe trains ${WITH_ARTICLE[model]}. Choose that network.`;
  }
  if (model === 'linear') {
    const inputs = edge ** shape.dims * shape.channels;
    if (facts.features !== inputs) {
      return `The weights are of a linear model on ${facts.features} pixel values, and these images have ${inputs}. Choose weights of images of this size.`;
    }
    if (hasOtherClasses(facts, shape, classNames)) {
      return 'A linear model is a head alone, and these classes are others: nothing of it would be left. Choose a network with layers before the head.';
    }
    return null;
  }
  if (facts.dims !== shape.dims) {
    return facts.dims === 2
      ? 'The weights are of a net for images, and the recipe trains one for volumes. Choose slices under Advanced.'
      : 'The weights are of a net for volumes, and the recipe trains one for images. Choose weights of a 2D net.';
  }
  if (facts.width !== shape.width) {
    return `The weights are of width ${facts.width}, and the recipe says ${shape.width}. Choose width ${facts.width}.`;
  }
  if (model === 'resnet-18' && facts.stem !== shape.stem) {
    return `The weights have the ${STEMS[facts.stem]}, and the recipe says the ${STEMS[shape.stem]}: a kernel of another size cannot be taken over. Choose the stem “${facts.stem}” under Advanced.`;
  }
  return null;
}

const STEMS = { imagenet: '7×7 stem', small: '3×3 stem' } as const;

/** By their names; where nobody says the names of the weights', by their number, as PyTorch does. */
function hasOtherClasses(
  facts: WeightsFacts,
  { outputs }: ModelShape,
  classNames: readonly string[],
): boolean {
  if (facts.outputs !== outputs) return true;
  return facts.classNames !== null && facts.classNames.join('\n') !== classNames.join('\n');
}

/** How weights are brought to a net that {@link whyUnfit} has nothing against. */
export function fitOf(facts: WeightsFacts, { shape, classNames }: FitTarget): WeightsFit {
  const isLinear = facts.model === 'linear';
  return {
    stem:
      isLinear || facts.channels === shape.channels ? 'kept' : shape.channels === 1 ? 'summed' : 'repeated',
    head: hasOtherClasses(facts, shape, classNames) ? 'drawn' : 'kept',
  };
}

/** What is done to the weights, in a sentence each, for a person. */
export function fitWords(facts: WeightsFacts, target: FitTarget): readonly string[] {
  const { stem, head } = fitOf(facts, target);
  const { channels } = target.shape;
  const words = [...(facts.told ?? [])];
  const before = channelWords(facts.channels);
  if (stem === 'summed') words.push(`The weights saw ${before}: their first layer is summed over them.`);
  if (stem === 'repeated') {
    words.push(
      `The weights saw ${before}: their first layer is repeated for ${channels}, and scaled by ${facts.channels}/${channels}.`,
    );
  }
  if (facts.outputs === 0)
    words.push('The weights have no head: it is drawn anew, as in a run from scratch.');
  else if (head === 'drawn') words.push('The head is drawn anew, as the classes are others.');
  else if (facts.classNames === null)
    words.push('The head is kept: the weights do not name their classes, and have as many.');
  return words;
}

function channelWords(channels: number): string {
  if (channels === 1) return 'one channel';
  return channels === 3 ? 'three colours' : `${channels} slices as channels`;
}

/**
 * The arrays that a net starts from; those that are to be drawn are left out.
 *
 * The first layer is brought to other channels as timm does (`adapt_input_conv` in timm/models/_manipulate.py): its
 * weights are summed for one channel; for several they are repeated in turn and scaled by channels before / after. A grey
 * image gives the same sums where it fills the channels evenly.
 *
 * @throws LabError `bad-recipe` where they are of another net
 */
export function fitWeights(
  { arrays }: StartWeights,
  facts: WeightsFacts,
  target: FitTarget,
): ReadonlyMap<string, NetArray> {
  const why = whyUnfit(facts, target);
  if (why !== null) {
    throw new LabError('bad-recipe', why, 'Nothing was trained. Change it, or choose other weights.');
  }
  const { stem, head } = fitOf(facts, target);
  const fitted = new Map<string, NetArray>();
  for (const name of arrayShapes(target.shape, target.edge).keys()) {
    if (head === 'drawn' && name.startsWith('fc.')) continue;
    const array = arrays.get(name)!;
    const isFirst = name === 'conv1.weight' && stem !== 'kept';
    fitted.set(name, isFirst ? withChannels(array, target.shape.channels) : array);
  }
  return fitted;
}

/** @param array [out, in, k..] */
function withChannels({ shape, values }: NetArray, channels: number): NetArray {
  const [outputs, before, ...edges] = shape as readonly [number, number, ...number[]];
  const taps = edges.reduce((product, edge) => product * edge, 1);
  const scale = channels === 1 ? 1 : before / channels;
  const changed = new Float32Array(outputs * channels * taps);
  for (let output = 0; output < outputs; output++) {
    for (let channel = 0; channel < (channels === 1 ? before : channels); channel++) {
      const from = (output * before + (channel % before)) * taps;
      const to = (output * channels + (channel % channels)) * taps;
      for (let tap = 0; tap < taps; tap++) changed[to + tap]! += scale * values[from + tap]!;
    }
  }
  return { shape: [outputs, channels, ...edges], values: changed };
}
