import type { Implementation, Kernel, KernelCall } from '../../kernel.ts';
import type { SimdBackend } from '../simd-backend.ts';

/** What the `simd` implementation of a kernel gets. */
export type SimdCall<Of> =
  Of extends Kernel<infer Inputs, infer Attributes> ? KernelCall<Inputs, Attributes, SimdBackend> : never;

export type SimdKernel = Implementation<SimdBackend>;
