import * as tf from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../simd-backend.ts';

export const BACKEND_NAME = 'simd';

/** What a kernel gets, with our backend's type. */
export interface KernelCall<Attributes> {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attributes: Attributes;
  readonly backend: SimdBackend;
}

/** A kernel's work; undefined where the case is not ours and the stock kernel has to do it. */
export type KernelBody<Attributes> = (
  call: KernelCall<Attributes>,
) => tf.TensorInfo | tf.TensorInfo[] | undefined;

/** Registers a kernel of the `simd` backend, in place of the stock one where that exists. */
export function registerSimdKernel<Attributes>(kernelName: string, body: KernelBody<Attributes>): void {
  const stock = tf.getKernel(kernelName, 'cpu');
  if (stock) tf.unregisterKernel(kernelName, BACKEND_NAME);
  tf.registerKernel({
    kernelName,
    backendName: BACKEND_NAME,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const simd = backend as SimdBackend;
      const call = { inputs: inputs as Record<string, tf.TensorInfo>, attributes: attrs as Attributes };
      const result = simd.attempt(() => body({ ...call, backend: simd }));
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
