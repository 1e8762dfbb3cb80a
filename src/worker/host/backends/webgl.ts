import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from './backend.ts';

export const webgl: Backend = {
  name: 'webgl',
  async probe() {
    const possible =
      typeof OffscreenCanvas === 'function' && new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
    return {
      available: possible,
      automatic: false,
      note: possible
        ? 'TensorFlow.js unchanged, on the graphics processor: for comparison.'
        : 'This browser offers no WebGL 2 to a worker.',
    };
  },
  async start() {
    await import('@tensorflow/tfjs-backend-webgl');
    if (!(await tf.setBackend('webgl'))) throw new Error('WebGL could not be started here.');
    const context = new OffscreenCanvas(1, 1).getContext('webgl2');
    const device = String(context?.getParameter(context.RENDERER) ?? 'unknown adapter');
    return { label: 'WebGL', device, threads: null, limitation: null, memoryUse: null };
  },
};
