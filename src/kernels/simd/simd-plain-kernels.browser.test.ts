import { describeKernels } from '../testing/kernel-suite.ts';
import { disposeSimdBackend, registerSimdBackend } from './register.ts';

/** The build for engines without relaxed SIMD, on one thread: what the oldest supported browsers run. */
describeKernels('simd', {
  setUp: async () => {
    await registerSimdBackend({ threads: 1, variant: 'plain' });
  },
  tearDown: disposeSimdBackend,
});
