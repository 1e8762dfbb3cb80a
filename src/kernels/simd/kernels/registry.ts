import { ADD_KERNELS } from './add.ts';
import { BATCH_NORM_KERNELS } from './batch-norm.ts';
import { CONVOLUTION_KERNELS } from './convolution.ts';
import { GLOBAL_AVERAGE_POOL_KERNELS } from './global-average-pool.ts';
import { IMAGE_BATCH_KERNELS } from './image-batch.ts';
import { MAT_MUL_KERNELS } from './mat-mul.ts';
import { MAX_POOL_KERNELS } from './max-pool.ts';
import { OPTIMIZER_STEP_KERNELS } from './optimizer-step.ts';
import { RELU_KERNELS } from './relu.ts';
import type { SimdKernel } from './simd-kernel.ts';

/** The kernels that `simd` has of its own; tfjs' `cpu` kernels do the rest. */
export const SIMD_KERNELS: readonly SimdKernel[] = [
  ...ADD_KERNELS,
  ...BATCH_NORM_KERNELS,
  ...CONVOLUTION_KERNELS,
  ...GLOBAL_AVERAGE_POOL_KERNELS,
  ...IMAGE_BATCH_KERNELS,
  ...MAT_MUL_KERNELS,
  ...MAX_POOL_KERNELS,
  ...OPTIMIZER_STEP_KERNELS,
  ...RELU_KERNELS,
];
