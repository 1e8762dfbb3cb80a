import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { requestWebgpuAdapter } from '../../kernels/webgpu/device.ts';

export const STOCK_WEBGPU = 'stock-webgpu';

/** What tfjs has by default, where our backend hands over more at once. */
const STOCK_SUBMIT_BATCH = 15;

/** Limits that tfjs 4.22 raises to what the adapter has (its base.ts). */
const STOCK_LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** Keeps tfjs' own kernels under another name; to be called before ours take their places. */
export function keepStockKernels(): void {
  tf.copyRegisteredKernels('webgpu', STOCK_WEBGPU);
}

/**
 * Makes tfjs' own WebGPU backend, created as tfjs itself creates it, the current one.
 *
 * @param wished features that the device should have where the adapter offers them
 * @throws {Error} where there is no adapter
 */
export async function startStockWebgpu(wished: readonly GPUFeatureName[] = []): Promise<GPUDevice> {
  const adapter = await requestWebgpuAdapter();
  if (!adapter) throw new Error('The browser offers no WebGPU adapter.');
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(STOCK_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
    requiredFeatures: wished.filter((feature) => adapter.features.has(feature)),
  });
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', STOCK_SUBMIT_BATCH);
  tf.registerBackend(STOCK_WEBGPU, () => new WebGPUBackend(device, adapter.info));
  await tf.setBackend(STOCK_WEBGPU);
  return device;
}
