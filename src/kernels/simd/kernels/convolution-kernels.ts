import type * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionGeometry } from '../../convolution-geometry.ts';
import { convolutionFilterGradient, convolutionForward, convolutionInputGradient } from '../convolution.ts';
import { allFloat, type KernelCall, registerSimdKernel } from './register-kernel.ts';

interface InputGradientAttributes extends ConvolutionAttributes {
  readonly inputShape: readonly number[];
}

interface FilterGradientAttributes extends ConvolutionAttributes {
  readonly filterShape: readonly number[];
}

function forward({
  inputs,
  attributes,
  backend,
}: KernelCall<ConvolutionAttributes>): tf.TensorInfo | undefined {
  const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo };
  const geometry = convolutionGeometry(x.shape, filter.shape, attributes);
  if (!geometry || !allFloat(x, filter)) return undefined;
  const [from, weights] = [backend.address(x), backend.address(filter)];
  const y = backend.allocate(geometry.outputShape);
  convolutionForward(backend, geometry, from, weights, backend.address(y));
  return y;
}

function inputGradient({
  inputs,
  attributes,
  backend,
}: KernelCall<InputGradientAttributes>): tf.TensorInfo | undefined {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
  const geometry = convolutionGeometry(attributes.inputShape, filter.shape, attributes);
  if (!geometry || !allFloat(dy, filter)) return undefined;
  const [from, weights] = [backend.address(dy), backend.address(filter)];
  const dx = backend.allocate(attributes.inputShape);
  convolutionInputGradient(backend, geometry, from, weights, backend.address(dx));
  return dx;
}

function filterGradient({
  inputs,
  attributes,
  backend,
}: KernelCall<FilterGradientAttributes>): tf.TensorInfo | undefined {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const geometry = convolutionGeometry(x.shape, attributes.filterShape, attributes);
  if (!geometry || !allFloat(x, dy)) return undefined;
  const [from, gradient] = [backend.address(x), backend.address(dy)];
  const dFilter = backend.allocate(attributes.filterShape);
  convolutionFilterGradient(backend, geometry, from, gradient, backend.address(dFilter));
  return dFilter;
}

export function registerConvolutionKernels(): void {
  registerSimdKernel('Conv2D', forward);
  registerSimdKernel('Conv2DBackpropInput', inputGradient);
  registerSimdKernel('Conv2DBackpropFilter', filterGradient);
  registerSimdKernel('Conv3D', forward);
  registerSimdKernel('Conv3DBackpropInputV2', inputGradient);
  registerSimdKernel('Conv3DBackpropFilterV2', filterGradient);
}
