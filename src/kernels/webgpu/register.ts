import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgpu';
import { registerKernels } from '../kernel.ts';
import type { PoolUse } from './buffer-pool.ts';
import { DISPATCHES_PER_SUBMISSION } from './command-recorder.ts';
import { adapterName, isSoftwareAdapter, requestWebgpuAdapter, requestWebgpuDevice } from './device.ts';
import { WEBGPU_KERNELS } from './kernels/registry.ts';
import type { MeasuredTiles } from './tile-choice.ts';
import { WebgpuBackend } from './webgpu-backend.ts';

const BACKEND_NAME = 'webgpu';
const GIBIBYTE = 2 ** 30;
/** Share of the machine's memory (as far as the browser tells it) that the tensors may take. */
const MEMORY_SHARE = 1 / 2;
/** Limit where the browser does not tell the machine's memory. */
const UNKNOWN_MEMORY_LIMIT = 4 * GIBIBYTE;
/** Above the backends that tfjs registers by itself. */
const PRIORITY = 4;

export interface WebgpuBackendOptions {
  /** Most bytes that the tensors may take; WebGPU does not tell how much memory the adapter has. */
  readonly memoryLimit?: number;
  /** Called when the device is lost other than by disposeWebgpuBackend, with the browser's reason. */
  readonly onLost?: (reason: string) => void;
  /** What an earlier search for tiles on this adapter found. */
  readonly tiles?: MeasuredTiles;
  /** Told of all tiles known after each search. */
  readonly onTiles?: (tiles: MeasuredTiles) => void;
  /** Whether tiles are searched for; by default on hardware whose clock can be read. */
  readonly searchTiles?: boolean;
}

export interface WebgpuBackendStatus {
  readonly adapter: string;
  /** Whether the adapter computes on the processor. */
  readonly software: boolean;
  readonly halfPrecision: boolean;
  readonly subgroups: boolean;
  readonly timestamps: boolean;
  readonly memoryLimit: number;
}

/**
 * Registers our `webgpu` backend with tfjs, in place of the stock one or of an earlier one whose device was lost; it
 * can then be chosen with `tf.setBackend('webgpu')`.
 *
 * @throws {Error} where the browser has no WebGPU or finds no adapter, with a sentence saying so
 */
export async function registerWebgpuBackend(
  options: WebgpuBackendOptions = {},
): Promise<WebgpuBackendStatus> {
  const adapter = await requestWebgpuAdapter();
  if (!adapter) throw new Error('The browser offers no WebGPU adapter.');
  const device = await requestWebgpuDevice(adapter);
  const software = isSoftwareAdapter(adapter.info);
  const memoryLimit = options.memoryLimit ?? defaultLimit();
  const searches = options.searchTiles ?? !software;
  const backend = new WebgpuBackend(device, adapter.info, {
    ...{ memoryLimit, software },
    searches: searches && device.features.has('timestamp-query'),
    onTiles: options.onTiles ?? (() => {}),
  });
  backend.tiles.learn(options.tiles ?? {});
  void device.lost.then(({ message }) => {
    if (tf.findBackend(BACKEND_NAME) === backend) options.onLost?.(message);
  });
  registerOwnKernels();
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', DISPATCHES_PER_SUBMISSION);
  if (tf.findBackendFactory(BACKEND_NAME)) tf.removeBackend(BACKEND_NAME);
  tf.registerBackend(BACKEND_NAME, () => backend, PRIORITY);
  return {
    adapter: adapterName(adapter.info),
    software,
    halfPrecision: device.features.has('shader-f16'),
    subgroups: device.features.has('subgroups'),
    timestamps: device.features.has('timestamp-query'),
    memoryLimit,
  };
}

let registered = false;

/** Puts our kernels in the place of tfjs' own; once is enough, whatever device they run on. */
function registerOwnKernels(): void {
  if (registered) return;
  registered = true;
  registerKernels(BACKEND_NAME, WEBGPU_KERNELS);
}

/** Memory of the backend's tensors, in bytes. */
export function webgpuMemoryUse(): PoolUse {
  return webgpuBackend().use;
}

/**
 * Whether activations and their gradients are kept in 16 bits from now on: half the memory and half the traffic, for a
 * relative rounding of 5e-4 in each. Weights, statistics, sums and what the optimizer keeps stay 32 bits wide.
 */
export function setHalfActivations(half: boolean): void {
  webgpuBackend().halfActivations = half;
}

/** The device behind the backend. */
export function webgpuDevice(): GPUDevice {
  return webgpuBackend().device;
}

/** Ends the device and forgets the backend and all its tensors. */
export function disposeWebgpuBackend(): void {
  if (tf.findBackendFactory(BACKEND_NAME)) tf.removeBackend(BACKEND_NAME);
}

function webgpuBackend(): WebgpuBackend {
  const backend = tf.findBackend(BACKEND_NAME);
  if (!(backend instanceof WebgpuBackend)) throw new Error('The webgpu backend is not registered');
  return backend;
}

function defaultLimit(): number {
  const reported = (navigator as Navigator & { readonly deviceMemory?: number }).deviceMemory;
  return reported === undefined ? UNKNOWN_MEMORY_LIMIT : reported * MEMORY_SHARE * GIBIBYTE;
}
