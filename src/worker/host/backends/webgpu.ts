import * as tf from '@tensorflow/tfjs-core';
import { adapterName, isSoftwareAdapter, requestWebgpuAdapter } from '../../../kernels/webgpu/device.ts';
import { loadMeasuredTiles, saveMeasuredTiles } from '../../../storage/measured-tiles.ts';
import type { Backend } from './backend.ts';

let lost = false;

/** Whether the device of the backend is gone, so that it has to be started anew. */
export function isWebgpuLost(): boolean {
  return lost;
}

/** Whether the run keeps its activations in 16 bits: a device that takes the place of a lost one has to as well. */
let half = false;

/** To be called before each run, while the backend is registered. */
export async function keepHalfActivations(wanted: boolean): Promise<void> {
  half = wanted;
  const { setHalfActivations } = await import('../../../kernels/webgpu/register.ts');
  setPrecision = setHalfActivations;
  setHalfActivations(half);
}

/** Set once the backend is loaded. */
let setPrecision: ((half: boolean) => void) | null = null;

/** Runs what computes beside a run, whose precision is another matter. @param work synchronous */
export function inSinglePrecision<Result>(work: () => Result): Result {
  if (!half) return work();
  setPrecision?.(false);
  try {
    return work();
  } finally {
    setPrecision?.(true);
  }
}

export const webgpu = {
  name: 'webgpu',
  async probe() {
    if (!navigator.gpu) return { available: false, automatic: false, note: 'This browser has no WebGPU.' };
    const adapter = await requestWebgpuAdapter();
    if (!adapter) {
      return {
        available: false,
        automatic: false,
        note: 'This browser has WebGPU, but found no graphics processor.',
      };
    }
    if (isSoftwareAdapter(adapter.info)) {
      return {
        available: true,
        automatic: false,
        note: `WebGPU computes on the main processor here (${adapterName(adapter.info)}), which is slower than SIMD.`,
      };
    }
    return {
      available: true,
      automatic: true,
      note: `WebGPU runs on the graphics processor ${adapterName(adapter.info)}.`,
    };
  },
  async start() {
    // Loaded on demand: a browser without WebGPU never needs it.
    const { registerWebgpuBackend, setHalfActivations, webgpuMemoryUse } = await import(
      '../../../kernels/webgpu/register.ts'
    );
    const found = await requestWebgpuAdapter();
    const name = found ? adapterName(found.info) : '';
    const { adapter } = await registerWebgpuBackend({
      tiles: await loadMeasuredTiles(name),
      onTiles: (tiles) => void saveMeasuredTiles(name, tiles),
      onLost: () => {
        lost = true;
      },
    });
    lost = false;
    setHalfActivations(half);
    await tf.setBackend('webgpu');
    return {
      label: `WebGPU · ${adapter}`,
      device: adapter,
      threads: null,
      limitation: null,
      memoryUse: webgpuMemoryUse,
    };
  },
  async stop() {
    const { disposeWebgpuBackend } = await import('../../../kernels/webgpu/register.ts');
    disposeWebgpuBackend();
  },
} satisfies Backend;
