import { describeKernels } from '../testing/kernel-suite.ts';
import { disposeWebgpuBackend, registerWebgpuBackend } from './register.ts';

describeKernels('webgpu', {
  setUp: async () => {
    await registerWebgpuBackend();
  },
  tearDown: disposeWebgpuBackend,
});
