import { ADD_KERNELS } from './add.ts';
import { BATCH_NORM_KERNELS } from './batch-norm.ts';
import { CONVOLUTION_KERNELS } from './convolution.ts';
import { GLOBAL_AVERAGE_POOL_KERNELS } from './global-average-pool.ts';
import { MAX_POOL_KERNELS } from './max-pool.ts';
import { OPTIMIZER_STEP_KERNELS } from './optimizer-step.ts';
import type { WebgpuKernel } from './webgpu-kernel.ts';

/** The kernels that `webgpu` has of its own; tfjs' do the rest. */
export const WEBGPU_KERNELS: readonly WebgpuKernel[] = [
  ...ADD_KERNELS,
  ...BATCH_NORM_KERNELS,
  ...CONVOLUTION_KERNELS,
  ...GLOBAL_AVERAGE_POOL_KERNELS,
  ...MAX_POOL_KERNELS,
  ...OPTIMIZER_STEP_KERNELS,
];
