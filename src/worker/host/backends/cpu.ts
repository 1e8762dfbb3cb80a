import * as tf from '@tensorflow/tfjs-core';
import { type Backend, processorName } from './backend.ts';

export const cpu: Backend = {
  name: 'cpu',
  probe: async () => ({
    available: true,
    automatic: true,
    note: 'TensorFlow.js unchanged, on one core: runs everywhere, slowly.',
  }),
  async start() {
    const { registerCpuBackend } = await import('../../../kernels/cpu/register.ts');
    registerCpuBackend();
    await tf.setBackend('cpu');
    return { label: 'CPU', device: processorName(), threads: 1, limitation: null, memoryUse: null };
  },
};
