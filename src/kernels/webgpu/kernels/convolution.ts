import type * as tf from '@tensorflow/tfjs-core';
import { CONVOLUTION, CONVOLUTION_FILTER_GRADIENT, CONVOLUTION_INPUT_GRADIENT } from '../../convolution.ts';
import {
  type ConvolutionAttributes,
  type ConvolutionGeometry,
  convolutionGeometry,
} from '../../convolution-geometry.ts';
import { implement } from '../../kernel.ts';
import { allFloat } from '../../tensor-info.ts';
import {
  convolutionFilterGradient,
  convolutionForward,
  convolutionInputGradient,
  fitsOurKernels,
  inVectors,
} from '../convolution.ts';
import type { WebgpuCall, WebgpuKernel } from './webgpu-kernel.ts';

/** Strides may differ by axis in tfjs; ours are equal, as those of the input gradient's one division. */
function ourGeometry(
  xShape: readonly number[],
  filterShape: readonly number[],
  attributes: ConvolutionAttributes,
): ConvolutionGeometry | undefined {
  const geometry = convolutionGeometry(xShape, filterShape, attributes);
  const strides = [attributes.strides].flat();
  const even = strides.every((stride) => stride === strides[0]);
  return geometry && even && fitsOurKernels(geometry) ? geometry : undefined;
}

function forward({
  inputs: { x, filter },
  attributes,
  backend,
}: WebgpuCall<typeof CONVOLUTION>): tf.TensorInfo | undefined {
  const geometry = ourGeometry(x.shape, filter.shape, attributes);
  if (!geometry || !allFloat(x, filter)) return undefined;
  const y = inVectors(geometry)
    ? backend.allocateActivation(geometry.outputShape, 'half')
    : backend.allocate(geometry.outputShape);
  convolutionForward(backend, geometry, backend.stored(x), backend.binding(filter), backend.stored(y));
  return y;
}

function inputGradient({
  inputs: { dy, filter },
  attributes,
  backend,
}: WebgpuCall<typeof CONVOLUTION_INPUT_GRADIENT>): tf.TensorInfo | undefined {
  const geometry = ourGeometry(attributes.inputShape, filter.shape, attributes);
  if (!geometry || !allFloat(dy, filter)) return undefined;
  const dx = inVectors(geometry)
    ? backend.allocateActivation(attributes.inputShape, 'half-gradient')
    : backend.allocate(attributes.inputShape);
  convolutionInputGradient(
    backend,
    geometry,
    backend.stored(dy),
    backend.binding(filter),
    backend.stored(dx),
  );
  return dx;
}

function filterGradient({
  inputs: { x, dy },
  attributes,
  backend,
}: WebgpuCall<typeof CONVOLUTION_FILTER_GRADIENT>): tf.TensorInfo | undefined {
  const geometry = ourGeometry(x.shape, attributes.filterShape, attributes);
  if (!geometry || !allFloat(x, dy)) return undefined;
  const dFilter = backend.allocate(attributes.filterShape);
  convolutionFilterGradient(
    backend,
    geometry,
    backend.stored(x),
    backend.stored(dy),
    backend.binding(dFilter),
  );
  return dFilter;
}

export const CONVOLUTION_KERNELS: readonly WebgpuKernel[] = [
  implement(CONVOLUTION, forward),
  implement(CONVOLUTION_INPUT_GRADIENT, inputGradient),
  implement(CONVOLUTION_FILTER_GRADIENT, filterGradient),
];
