import { describe } from 'vitest';
import { requestWebgpuAdapter } from '../../src/kernels/webgpu/device.ts';
import { provideWebgpu } from './provide-webgpu.ts';

/** Without a driver there is none, nor where the package has no binary for the machine. */
const adapter = await provideWebgpu().then(requestWebgpuAdapter, () => null);

// Loaded after WebGPU is there: tfjs looks for it then.
const { describeKernels } = await import('../../src/kernels/testing/kernel-suite.ts');
const { disposeWebgpuBackend, registerWebgpuBackend } = await import('../../src/kernels/webgpu/register.ts');

describe.skipIf(!adapter)('in Node', () => {
  describeKernels('webgpu', {
    setUp: async () => void (await registerWebgpuBackend()),
    tearDown: disposeWebgpuBackend,
  });
});
