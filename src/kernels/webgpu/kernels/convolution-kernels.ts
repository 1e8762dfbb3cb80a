import type * as tf from '@tensorflow/tfjs-core';
import {
  type ConvolutionAttributes,
  type ConvolutionGeometry,
  convolutionGeometry,
} from '../../convolution-geometry.ts';
import {
  convolutionFilterGradient,
  convolutionForward,
  convolutionInputGradient,
  fitsOurKernels,
  inVectors,
} from '../convolution.ts';
import { allFloat, type KernelCall, registerWebgpuKernel } from './register-kernel.ts';

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
  inputs,
  attributes,
  backend,
}: KernelCall<ConvolutionAttributes>): tf.TensorInfo | undefined {
  const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
  const geometry = ourGeometry(x.shape, filter.shape, attributes);
  if (!geometry || !allFloat(x, filter)) return undefined;
  const y = inVectors(geometry)
    ? backend.allocateActivation(geometry.outputShape, 'half')
    : backend.allocate(geometry.outputShape);
  convolutionForward(backend, geometry, backend.stored(x), backend.binding(filter), backend.stored(y));
  return y;
}

function inputGradient({
  inputs,
  attributes,
  backend,
}: KernelCall<ConvolutionAttributes & { inputShape: readonly number[] }>): tf.TensorInfo | undefined {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
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
  inputs,
  attributes,
  backend,
}: KernelCall<ConvolutionAttributes & { filterShape: readonly number[] }>): tf.TensorInfo | undefined {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
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

export function registerConvolutionKernels(): void {
  registerWebgpuKernel('Conv2D', forward);
  registerWebgpuKernel('Conv2DBackpropInput', inputGradient);
  registerWebgpuKernel('Conv2DBackpropFilter', filterGradient);
  registerWebgpuKernel('Conv3D', forward);
  registerWebgpuKernel('Conv3DBackpropInputV2', inputGradient);
  registerWebgpuKernel('Conv3DBackpropFilterV2', filterGradient);
}
