import { LabError } from '../lab-error.ts';
import { arrayShapes } from '../model-export/array-shapes.ts';
import type { NetArray } from '../model-export/trained-net.ts';
import type { ModelShape } from '../model-shape.ts';
import type { ModelName } from '../models/names.ts';

/** A net's arrays that a run can start from, whatever they were read from. */
export interface StartWeights {
  /** Weights and running statistics by PyTorch's names and in its layouts. */
  readonly arrays: ReadonlyMap<string, NetArray>;
  /** What its outputs told apart; null where nobody says. */
  readonly classNames: readonly string[] | null;
  /** What was done to read them from the file of another program, in a sentence each; no part of their hash. */
  readonly told?: readonly string[];
}

/** What can be said of weights without looking at a value. */
export interface WeightsFacts extends Omit<ModelShape, 'model'> {
  readonly model: ModelName;
  /** What a head sees of an image. */
  readonly features: number;
  /** Of the head; 0 where there is none. */
  readonly outputs: number;
  readonly classNames: readonly string[] | null;
  /** As in {@link StartWeights}. */
  readonly told?: readonly string[];
}

/** Where a file of weights cannot be used as it is: nothing of it is stored. */
export function badWeights(message: string, remedy = 'Choose another file.'): LabError {
  return new LabError(
    'bad-weights',
    message,
    `Nothing was stored, and all weights that were here are kept. ${remedy}`,
  );
}

/**
 * What net the arrays are of.
 *
 * @throws LabError `bad-weights` where they are of none that the lab has: each array must be there, in its shape, and no other
 */
export function factsOfWeights({ arrays, classNames, told }: StartWeights): WeightsFacts {
  const shapes = new Map([...arrays].map(([name, { shape }]) => [name, shape]));
  const facts = { ...shapeOf(shapes), classNames, ...(told?.length ? { told } : {}) };
  const expected = expectedShapes(facts);
  for (const [name, shape] of expected) {
    const found = shapes.get(name);
    if (!found) throw badWeights(`The weights lack “${name}”, which ${WITH_ARTICLE[facts.model]} has.`);
    if (found.join() !== shape.join()) {
      throw badWeights(
        `“${name}” is [${found.join(', ')}] where ${WITH_ARTICLE[facts.model]} of width ${facts.width} has [${shape.join(', ')}].`,
      );
    }
  }
  for (const name of shapes.keys()) {
    if (!expected.has(name)) {
      throw badWeights(
        `The weights are of another net: they hold “${name.slice(0, 80)}”, which ${WITH_ARTICLE[facts.model]} has not.`,
        'ResNet-18, the small CNN and the linear model can be read.',
      );
    }
  }
  return facts;
}

/** A linear layer tells its inputs, whatever edge and channels they come from. */
function expectedShapes(facts: Omit<WeightsFacts, 'classNames'>): Map<string, readonly number[]> {
  const expected = arrayShapes({ ...facts, outputs: Math.max(1, facts.outputs) }, 1);
  if (facts.model === 'linear') expected.set('fc.weight', [facts.outputs, facts.features]);
  if (facts.outputs === 0) for (const name of HEAD) expected.delete(name);
  return expected;
}

const HEAD = ['fc.weight', 'fc.bias'];

/**
 * Which arrays of a file are of no layer of the net that it holds, such as a projector behind it: those that may be left
 * aside. One within a layer of the net, as deeper nets have, is none of them.
 *
 * @throws LabError `bad-weights` where the file holds none of the nets here
 */
export function arraysAside(shapes: ReadonlyMap<string, readonly number[]>): readonly string[] {
  const expected = expectedShapes(shapeOf(shapes));
  const layerOf = (name: string) => name.split('.', 1)[0]!;
  const layers = new Set([...expected.keys()].map(layerOf));
  // A head of several layers is another one, and drawn anew.
  if (!expected.has('fc.weight')) layers.delete('fc');
  return [...shapes.keys()].filter((name) => !expected.has(name) && !layers.has(layerOf(name)));
}

export const WITH_ARTICLE: Readonly<Record<ModelName, string>> = {
  'resnet-18': 'a ResNet-18',
  'small-cnn': 'a small CNN',
  linear: 'a linear model',
};

/** What the last layer before a head gives, by the length of its running mean. */
function featuresBehind(shapes: ReadonlyMap<string, readonly number[]>): number {
  return Math.max(
    0,
    ...[...shapes].map(([name, [length = 0]]) => (name.endsWith('.running_mean') ? length : 0)),
  );
}

/** What the first layer and the last say; whether the rest agrees is the caller's question. */
function shapeOf(shapes: ReadonlyMap<string, readonly number[]>): Omit<WeightsFacts, 'classNames' | 'told'> {
  const head = shapes.get('fc.weight') ?? null;
  const first = shapes.get('conv1.weight');
  if (head !== null && head.length !== 2)
    throw badWeights(`“fc.weight” has ${head.length} axes; a linear layer has 2.`);
  if (!first && !head) {
    throw badWeights(
      'The weights have no first layer “conv1”, and no linear layer “fc”.',
      'Names must be those of PyTorch: conv1.weight, layer1.0.conv1.weight, …, and fc.weight, fc.bias where there is a head.',
    );
  }
  const [outputs, features] = (head ?? [0, featuresBehind(shapes)]) as readonly [number, number];
  if (head && outputs < 1) throw badWeights('The head “fc” has no outputs.');
  if (features < 1) throw badWeights('The head “fc” sees nothing.');
  if (!first) {
    return { model: 'linear', dims: 2, stem: 'imagenet', width: 1, channels: 1, outputs, features };
  }
  const [width = 0, channels = 0, ...edges] = first;
  const [edge] = edges;
  const model = [...shapes.keys()].some((name) => name.startsWith('layer')) ? 'resnet-18' : 'small-cnn';
  if (edges.length !== 2 && edges.length !== 3) {
    throw badWeights(`“conv1.weight” has ${first.length} axes; it has 4 for images and 5 for volumes.`);
  }
  if (model === 'resnet-18' && edge !== 7 && edge !== 3) {
    throw badWeights(`The stem’s kernel has an edge of ${edge}; 7 and 3 can be read.`);
  }
  if (width < 1 || width > MOST_WIDTH || channels < 1) {
    throw badWeights(`The weights are of width ${width}; the lab trains nets of width 1 to ${MOST_WIDTH}.`);
  }
  const stem = model === 'resnet-18' && edge === 3 ? 'small' : 'imagenet';
  return { model, dims: edges.length, stem, width, channels, outputs, features };
}

/** As in a recipe. */
const MOST_WIDTH = 128;
