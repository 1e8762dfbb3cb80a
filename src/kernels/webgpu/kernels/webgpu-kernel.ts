import type { Implementation, Kernel, KernelCall } from '../../kernel.ts';
import type { WebgpuBackend } from '../webgpu-backend.ts';

/** What the `webgpu` implementation of a kernel gets. */
export type WebgpuCall<Of> =
  Of extends Kernel<infer Inputs, infer Attributes> ? KernelCall<Inputs, Attributes, WebgpuBackend> : never;

export type WebgpuKernel = Implementation<WebgpuBackend>;
