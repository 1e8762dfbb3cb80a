import * as tf from '@tensorflow/tfjs-core';
import { adapterName, isSoftwareAdapter, requestWebgpuAdapter } from '../../../kernels/webgpu/device.ts';
import { loadMeasuredTiles, saveMeasuredTiles } from '../../../storage/measured-tiles.ts';
import type { Backend } from './backend.ts';

export const webgpu = {
  name: 'webgpu',
  async probe() {
    if (!navigator.gpu) return { available: false, automatic: false, note: 'This browser has no WebGPU.' };
    const adapter = await requestWebgpuAdapter();
    if (!adapter) {
      return {
        available: false,
        automatic: false,
        note: 'The browser has WebGPU, but found no graphics adapter.',
      };
    }
    if (isSoftwareAdapter(adapter.info)) {
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
    // Loaded on demand: a browser without WebGPU never needs it.
    const { registerWebgpuBackend } = await import('../../../kernels/webgpu/register.ts');
    const found = await requestWebgpuAdapter();
    const name = found ? adapterName(found.info) : '';
    const { adapter } = await registerWebgpuBackend({
      tiles: await loadMeasuredTiles(name),
      onTiles: (tiles) => void saveMeasuredTiles(name, tiles),
    });
    await tf.setBackend('webgpu');
    return { label: `WebGPU · ${adapter}`, device: adapter, threads: null, limitation: null };
  },
} satisfies Backend;
