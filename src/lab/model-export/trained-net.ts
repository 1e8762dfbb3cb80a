import type { ModelShape } from '../model-shape.ts';
import type { ModelName } from '../models/names.ts';
import type { Activation } from '../run-record.ts';

/** An array in PyTorch's layout: a convolution's [out, in, k..], a linear layer's [out, in]. */
export interface NetArray {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** A trained net by itself, apart from what computes it. */
export interface TrainedNet {
  readonly model: ModelName;
  readonly shape: ModelShape;
  /** Pixels along an edge of its input. */
  readonly size: number;
  /** Weights and running statistics by PyTorch's names, in the order of the forward pass. */
  readonly arrays: ReadonlyMap<string, NetArray>;
  readonly activation: Activation;
  /** What the first layer sees of a pixel p in [0, 1], by channel of the input: scale · p + offset. */
  readonly input: { readonly scale: readonly number[]; readonly offset: readonly number[] };
}

/** @throws Error where the net has no such array: the steps and the arrays are of two nets */
export function arrayOf({ arrays }: TrainedNet, name: string): NetArray {
  const found = arrays.get(name);
  if (!found) throw new Error(`The net has no array ${name}.`);
  return found;
}

/**
 * An array of this project's models in PyTorch's layout: kernels [k.., in, out] become [out, in, k..], the linear weight
 * [in, out] becomes [out, in]; vectors stay.
 */
export function toTorchLayout(values: Float32Array, shape: readonly number[]): NetArray {
  if (shape.length < 2) return { shape, values: values.slice() as Float32Array<ArrayBuffer> };
  const [input, output] = shape.slice(-2) as [number, number];
  const taps = values.length / (input * output);
  return { shape: [output, input, ...shape.slice(0, -2)], values: reversed(values, [taps, input, output]) };
}

/** The shape that an array of this one in PyTorch's layout has in this project's models. */
export function fromTorchShape(shape: readonly number[]): readonly number[] {
  if (shape.length < 2) return shape;
  const [output, input] = shape as readonly [number, number, ...number[]];
  return [...shape.slice(2), input, output];
}

/** The way back of {@link toTorchLayout}. */
export function fromTorchLayout({ values, shape }: NetArray): NetArray {
  if (shape.length < 2) return { shape, values: values.slice() };
  const [output, input] = shape as readonly [number, number, ...number[]];
  const taps = values.length / (input * output);
  return { shape: fromTorchShape(shape), values: reversed(values, [output, input, taps]) };
}

/** An array of these three axes with the axes in the reverse order. */
function reversed(
  values: Float32Array,
  [first, middle, last]: readonly [number, number, number],
): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(values.length);
  for (let one = 0; one < first; one++) {
    for (let two = 0; two < middle; two++) {
      for (let three = 0; three < last; three++) {
        turned[(three * middle + two) * first + one] = values[(one * middle + two) * last + three]!;
      }
    }
  }
  return turned;
}
