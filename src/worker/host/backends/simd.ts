import * as tf from '@tensorflow/tfjs-core';
import {
  disposeSimdBackend,
  mostSimdThreads,
  registerSimdBackend,
  simdMemoryUse,
} from '../../../kernels/simd/register.ts';
import { borrowThread } from '../../borrow-thread.ts';
import { type Backend, processorName } from './backend.ts';

export const simd: Backend = {
  name: 'simd',
  async probe() {
    const possible = typeof WebAssembly === 'object';
    return {
      available: possible,
      automatic: possible,
      note: possible
        ? 'SIMD runs on all cores of the processor: quick without a graphics card.'
        : 'This browser has no WebAssembly.',
    };
  },
  async start(wanted) {
    const most = mostSimdThreads();
    const { threads, reason } = await registerSimdBackend({
      threads: Math.min(wanted ?? most, most),
      startThread: borrowThread,
    });
    await tf.setBackend('simd');
    return {
      label: `SIMD · ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      device: processorName(),
      threads,
      limitation: reason ? `Here it has ${reason}.` : null,
      memoryUse: simdMemoryUse,
    };
  },
  stop: async () => disposeSimdBackend(),
};
