import type * as tf from '@tensorflow/tfjs-core';
import { CONVOLUTION, CONVOLUTION_FILTER_GRADIENT, CONVOLUTION_INPUT_GRADIENT } from '../../convolution.ts';
import { convolutionGeometry } from '../../convolution-geometry.ts';
import { implement } from '../../kernel.ts';
import { allFloat } from '../../tensor-info.ts';
import { convolutionFilterGradient } from '../convolution/filter-gradient.ts';
import { convolutionForward } from '../convolution/forward.ts';
import { convolutionInputGradient } from '../convolution/input-gradient.ts';
import type { SimdCall, SimdKernel } from './simd-kernel.ts';

function forward({
  inputs: { x, filter },
  attributes,
  backend,
}: SimdCall<typeof CONVOLUTION>): tf.TensorInfo | undefined {
  const geometry = convolutionGeometry(x.shape, filter.shape, attributes);
  if (!geometry || !allFloat(x, filter)) return undefined;
  const [from, weights] = [backend.address(x), backend.address(filter)];
  const y = backend.allocate(geometry.outputShape);
  convolutionForward(backend, geometry, from, weights, backend.address(y));
  return y;
}

function inputGradient({
  inputs: { dy, filter },
  attributes,
  backend,
}: SimdCall<typeof CONVOLUTION_INPUT_GRADIENT>): tf.TensorInfo | undefined {
  const geometry = convolutionGeometry(attributes.inputShape, filter.shape, attributes);
  if (!geometry || !allFloat(dy, filter)) return undefined;
  const [from, weights] = [backend.address(dy), backend.address(filter)];
  const dx = backend.allocate(attributes.inputShape);
  convolutionInputGradient(backend, geometry, from, weights, backend.address(dx));
  return dx;
}

function filterGradient({
  inputs: { x, dy },
  attributes,
  backend,
}: SimdCall<typeof CONVOLUTION_FILTER_GRADIENT>): tf.TensorInfo | undefined {
  const geometry = convolutionGeometry(x.shape, attributes.filterShape, attributes);
  if (!geometry || !allFloat(x, dy)) return undefined;
  const [from, gradient] = [backend.address(x), backend.address(dy)];
  const dFilter = backend.allocate(attributes.filterShape);
  convolutionFilterGradient(backend, geometry, from, gradient, backend.address(dFilter));
  return dFilter;
}

export const CONVOLUTION_KERNELS: readonly SimdKernel[] = [
  implement(CONVOLUTION, forward),
  implement(CONVOLUTION_INPUT_GRADIENT, inputGradient),
  implement(CONVOLUTION_FILTER_GRADIENT, filterGradient),
];
