import * as tf from '@tensorflow/tfjs-core';
import type { WebgpuBackend } from '../webgpu-backend.ts';

export const BACKEND_NAME = 'webgpu';

/** What a kernel gets, with our backend's type. */
export interface KernelCall<Attributes> {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attributes: Attributes;
  readonly backend: WebgpuBackend;
}

/** A kernel's work; undefined where the case is not ours and the stock kernel has to do it. */
export type KernelBody<Attributes> = (
  call: KernelCall<Attributes>,
) => tf.TensorInfo | tf.TensorInfo[] | undefined;

/** Registers a kernel of the `webgpu` backend, in place of the stock one where that exists. */
export function registerWebgpuKernel<Attributes>(kernelName: string, body: KernelBody<Attributes>): void {
  const stock = tf.getKernel(kernelName, BACKEND_NAME);
  if (stock) tf.unregisterKernel(kernelName, BACKEND_NAME);
  tf.registerKernel({
    kernelName,
    backendName: BACKEND_NAME,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const result = body({
        inputs: inputs as Record<string, tf.TensorInfo>,
        attributes: attrs as Attributes,
        backend: backend as WebgpuBackend,
      });
      if (result) return result;
      if (!stock) throw new Error(`${kernelName} is not possible with these inputs`);
      return stock.kernelFunc({ inputs, backend, ...(attrs ? { attrs } : {}) });
    },
  });
}

export function allFloat(...tensors: readonly tf.TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === 'float32');
}

export function sizeOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape(shape);
}

/** Words of a uniform struct: integers, and floats in their own wrapping. */
export function words(...values: readonly (number | { readonly float: number })[]): Uint32Array<ArrayBuffer> {
  const result = new Uint32Array(Math.ceil(values.length / 4) * 4);
  const floats = new Float32Array(result.buffer);
  values.forEach((value, index) => {
    if (typeof value === 'number') result[index] = value;
    else floats[index] = value.float;
  });
  return result;
}
