import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from './backend.ts';

/** Words by which adapters that compute on the processor call themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

function adapterName({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return description || [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed adapter';
}

function isSoftware(info: GPUAdapterInfo): boolean {
  const words = [info.vendor, info.architecture, info.device, info.description].join(' ');
  return info.isFallbackAdapter || SOFTWARE.test(words);
}

export const webgpu: Backend = {
  name: 'webgpu',
  async probe() {
    if (!navigator.gpu) return { available: false, automatic: false, note: 'This browser has no WebGPU.' };
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) {
      return {
        available: false,
        automatic: false,
        note: 'The browser has WebGPU, but found no graphics adapter.',
      };
    }
    if (isSoftware(adapter.info)) {
      return {
        available: true,
        automatic: false,
        note: `The only adapter (${adapterName(adapter.info)}) computes on the processor: slower than SIMD.`,
      };
    }
    return {
      available: true,
      automatic: true,
      note: `Runs on the graphics adapter ${adapterName(adapter.info)}.`,
    };
  },
  async start() {
    await import('@tensorflow/tfjs-backend-webgpu');
    if (!(await tf.setBackend('webgpu'))) throw new Error('WebGPU could not be started here.');
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    const device = adapter ? adapterName(adapter.info) : 'unnamed adapter';
    return { label: `WebGPU · ${device}`, device, threads: null, limitation: null };
  },
};
