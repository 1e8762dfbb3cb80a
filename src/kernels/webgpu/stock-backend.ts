import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import type { Format } from './element-format.ts';

/** What tfjs' WebGPU backend keeps of a tensor; `offset` and `format` are ours. */
export interface TensorData {
  values: tf.backend_util.BackendValues | null;
  readonly dtype: tf.DataType;
  readonly shape: number[];
  refCount: number;
  resource?: GPUBuffer | GPUTexture | GPUExternalTexture | null;
  /** First byte of the tensor in its buffer; 0 where it is missing. */
  offset?: number;
  /** How the values lie in the buffer; floats where it is missing. */
  format?: Format;
  readonly complexTensorInfos?: { readonly real: tf.TensorInfo; readonly imag: tf.TensorInfo };
}

/**
 * The parts of tfjs' `WebGPUBackend` (4.22) that we use or replace, most of which it declares private. Its kernels
 * reach tensors through these members only.
 */
export interface StockBackend extends tf.KernelBackend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: tf.DataStorage<TensorData>;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  makeTensorInfo(
    shape: number[],
    dtype: tf.DataType,
    values?: tf.backend_util.BackendValues | string[],
  ): tf.TensorInfo;
  submitQueue(): void;
  uploadToGPU(dataId: object): void;
  releaseResource(dataId: object): void;
  tensorToBinding(tensor?: tf.TensorInfo): GPUBindingResource | null;
  makeUniforms(uniforms: readonly StockUniform[]): GPUBufferBinding;
}

/** One value of a stock program's uniforms. */
export interface StockUniform {
  readonly type: string;
  data: number[];
}

export const StockWebgpuBackend = WebGPUBackend as unknown as new (
  device: GPUDevice,
  adapterInfo?: GPUAdapterInfo,
) => StockBackend;
