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
}

/** What can be said of weights without looking at a value. */
export interface WeightsFacts extends Omit<ModelShape, 'model'> {
  readonly model: ModelName;
  /** What the head sees of an image. */
  readonly features: number;
  readonly classNames: readonly string[] | null;
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
export function factsOfWeights({ arrays, classNames }: StartWeights): WeightsFacts {
  const shapes = new Map([...arrays].map(([name, { shape }]) => [name, shape]));
  const facts = { ...shapeOf(shapes), classNames };
  // A linear layer tells its inputs, whatever edge and channels they come from.
  const expected = arrayShapes(facts, 1);
  if (facts.model === 'linear') expected.set('fc.weight', [facts.outputs, facts.features]);
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

export const WITH_ARTICLE: Readonly<Record<ModelName, string>> = {
  'resnet-18': 'a ResNet-18',
  'small-cnn': 'a small CNN',
  linear: 'a linear model',
};

/** What the first layer and the last say; whether the rest agrees is the caller's question. */
function shapeOf(shapes: ReadonlyMap<string, readonly number[]>): Omit<WeightsFacts, 'classNames'> {
  const head = shapes.get('fc.weight');
  if (head?.length !== 2) {
    throw badWeights(
      'The weights have no linear layer “fc” at the end.',
      'Names must be those of PyTorch: conv1.weight, layer1.0.conv1.weight, …, fc.weight, fc.bias.',
    );
  }
  const [outputs, features] = head as readonly [number, number];
  if (outputs < 1 || features < 1) throw badWeights('The head “fc” has no outputs, or sees nothing.');
  const first = shapes.get('conv1.weight');
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
