import { arrayShapes } from '../../model-export/array-shapes.ts';
import { toSafetensors } from '../../model-export/safetensors.ts';
import type { NetArray } from '../../model-export/trained-net.ts';
import type { ModelShape } from '../../model-shape.ts';
import { createRandom } from '../../random.ts';
import type { StartWeights } from '../weights.ts';

export const SMALL_SHAPE: ModelShape = { dims: 2, stem: 'imagenet', width: 2, channels: 3, outputs: 1 };

/** Weights of a net that might have been trained: no array is alike, and no variance is negative. */
export function exampleWeights(
  changes: Partial<ModelShape> = {},
  { edge = 28, classNames = null as readonly string[] | null, seed = 3 } = {},
): StartWeights {
  const random = createRandom(seed);
  const arrays = new Map<string, NetArray>();
  for (const [name, shape] of arrayShapes({ ...SMALL_SHAPE, ...changes }, edge)) {
    const length = shape.reduce((product, one) => product * one, 1);
    const isVariance = name.endsWith('running_var');
    const values = Float32Array.from({ length }, () =>
      isVariance ? 0.5 + random.uniform() : 0.2 * random.normal(),
    );
    arrays.set(name, { shape, values });
  }
  return { arrays, classNames };
}

/** The safetensors file of such weights, as the lab writes it. */
export function weightsFile(
  { arrays, classNames }: StartWeights,
  { model = 'resnet-18', ...changes }: Partial<ModelShape> = {},
): Uint8Array<ArrayBuffer> {
  const net = {
    ...{ model, shape: { ...SMALL_SHAPE, ...changes }, size: 28, arrays, activation: 'sigmoid' as const },
    input: { scale: [1], offset: [0] },
  };
  return toSafetensors(net, classNames ? { card: JSON.stringify({ classNames }) } : {});
}
