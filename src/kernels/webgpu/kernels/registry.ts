import { registerAddKernel } from './add-kernel.ts';
import { registerBatchNormKernels } from './batch-norm-kernels.ts';
import { registerConvolutionKernels } from './convolution-kernels.ts';
import { registerOptimizerKernels } from './optimizer-kernels.ts';
import { registerPoolKernels } from './pool-kernels.ts';

let registered = false;

/** Puts our kernels in the place of tfjs' own; once is enough, whatever device they run on. */
export function registerKernels(): void {
  if (registered) return;
  registered = true;
  registerAddKernel();
  registerConvolutionKernels();
  registerBatchNormKernels();
  registerPoolKernels();
  registerOptimizerKernels();
}
