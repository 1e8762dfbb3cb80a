import { describeKernels } from '../testing/kernel-suite.ts';
import { disposeSimdBackend, registerSimdBackend } from './register.ts';

describeKernels('simd', {
  setUp: async () => {
    await registerSimdBackend({ threads: 2 });
  },
  tearDown: disposeSimdBackend,
});
