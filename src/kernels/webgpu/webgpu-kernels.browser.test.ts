import { describe } from 'vitest';
import { describeKernels } from '../testing/kernel-suite.ts';
import { disposeWebgpuBackend, registerWebgpuBackend, setHalfActivations } from './register.ts';

// One device after the other would compile anew what has no activations in it.
describe('with activations of 32 bits', () => {
  describeKernels('webgpu', {
    setUp: async () => {
      await registerWebgpuBackend();
    },
  });
});

describe('with activations of 16 bits, on the same device', () => {
  describeKernels('webgpu', {
    setUp: async () => setHalfActivations(true),
    tearDown: disposeWebgpuBackend,
    // A half has eleven bits: each value is off by at most 5e-4 of itself, and a block has several in a row.
    tolerance: 4e-3,
  });
});
