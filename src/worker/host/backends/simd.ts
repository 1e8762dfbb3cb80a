import * as tf from '@tensorflow/tfjs-core';
import { registerSimdBackend } from '../../../kernels/simd/register.ts';
import { type Backend, processorName } from './backend.ts';

export const simd: Backend = {
  name: 'simd',
  async probe() {
    const possible = typeof WebAssembly === 'object';
    return {
      available: possible,
      automatic: possible,
      note: possible
        ? 'Our own WebAssembly kernels on all cores: quick without a graphics card.'
        : 'This browser has no WebAssembly.',
    };
  },
  async start() {
    const { threads, reason } = await registerSimdBackend();
    await tf.setBackend('simd');
    return {
      label: `SIMD · ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      device: processorName(),
      threads,
      limitation: reason ?? null,
    };
  },
};
