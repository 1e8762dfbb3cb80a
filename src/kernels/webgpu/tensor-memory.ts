import * as tf from '@tensorflow/tfjs-core';
import { BufferPool, type PoolUse } from './buffer-pool.ts';
import { CommandRecorder } from './command-recorder.ts';
import { spread } from './dispatch.ts';
import { type Format, widenShader } from './element-format.ts';
import { STORAGE_USAGE } from './gpu-flags.ts';
import { alignOffset, bytesOf, deviceValues, formatOf, type Stored } from './tensor-data.ts';

/** Several tensors in one buffer, and room behind them. */
export interface SharedAllocation {
  readonly tensors: readonly tf.TensorInfo[];
  readonly buffer: GPUBuffer;
  /** First byte behind the tensors. */
  readonly end: number;
}

/**
 * tfjs' WebGPU backend with our memory of tensors: buffers come from a pool that fits by size, a buffer is free again as
 * soon as its tensor is (commands run in the order of recording), several tensors may share one, and activations may lie
 * in 16 bits.
 */
export class TensorMemory extends CommandRecorder {
  readonly pool: BufferPool;
  /** Whether activations and their gradients are kept in 16 bits; weights and sums never are. */
  halfActivations = false;
  /** Number of tensors in each buffer that several share. */
  readonly #sharers = new Map<GPUBuffer, number>();

  constructor(device: GPUDevice, info: GPUAdapterInfo, memoryLimit: number) {
    super(device, info, memoryLimit);
    this.pool = new BufferPool(device, STORAGE_USAGE, memoryLimit);
  }

  /** Memory of the tensors, in bytes. */
  get use(): PoolUse {
    return this.pool.use;
  }

  /** A new float tensor on the device; its values are undefined. */
  allocate(shape: readonly number[]): tf.TensorInfo {
    const info = this.makeTensorInfo([...shape], 'float32');
    this.uploadToGPU(info.dataId);
    return info;
  }

  /**
   * A new tensor of activations or of their gradients, for a kernel that writes four channels at a time: in 16 bits
   * where that is wanted and the channels are a multiple of four.
   *
   * @param shape [N, …, channels]
   */
  allocateActivation(shape: readonly number[], format: Exclude<Format, 'float'>): tf.TensorInfo {
    if (!this.halfActivations || shape[shape.length - 1]! % 4 !== 0) return this.allocate(shape);
    const info = this.makeTensorInfo([...shape], 'float32');
    this.tensorMap.get(info.dataId).format = format;
    this.uploadToGPU(info.dataId);
    return info;
  }

  /** How a tensor's values lie on the device, or will when they come there. */
  formatOf({ dataId }: tf.TensorInfo): Format {
    return formatOf(this.tensorMap.get(dataId));
  }

  /** Where a tensor's values are, for a kernel that takes them in any format. */
  stored(tensor: tf.TensorInfo): Stored {
    return { binding: this.#bindingAsStored(tensor), format: this.formatOf(tensor) };
  }

  /** Float tensors side by side in one buffer, so that one binding reaches them all, and `extraBytes` behind them. */
  allocateTogether(shapes: readonly (readonly number[])[], extraBytes: number): SharedAllocation {
    let end = 0;
    const offsets = shapes.map((shape) => {
      const offset = end;
      end = alignOffset(end + 4 * tf.util.sizeFromShape([...shape]));
      return offset;
    });
    const buffer = this.pool.acquire(end + extraBytes);
    this.#sharers.set(buffer, shapes.length);
    const tensors = shapes.map((shape, index) => {
      const info = this.makeTensorInfo([...shape], 'float32');
      const data = this.tensorMap.get(info.dataId);
      data.resource = buffer;
      data.offset = offsets[index]!;
      return info;
    });
    return { tensors, buffer, end };
  }

  /** Moves a tensor's values into a place of a buffer that this tensor then shares with others. */
  moveInto(tensor: tf.TensorInfo, buffer: GPUBuffer, offset: number): void {
    const data = this.tensorMap.get(tensor.dataId);
    const from = this.binding(tensor);
    this.copyBytes(from, { buffer, offset }, bytesOf(data));
    this.releaseResource(tensor.dataId);
    data.resource = buffer;
    data.offset = offset;
    this.#sharers.set(buffer, (this.#sharers.get(buffer) ?? 0) + 1);
  }

  /** Where a tensor's values are on the device, as floats; brings them there, or widens them, if they are not. */
  binding(tensor: tf.TensorInfo): GPUBufferBinding & { readonly offset: number } {
    const { format, binding } = this.stored(tensor);
    if (format !== 'float') this.#widen(tensor.dataId, format, binding);
    return this.#bindingAsStored(tensor);
  }

  /** Replaces halves by floats, for whatever knows floats only: stock kernels and readbacks. */
  #widen(dataId: object, format: Format, binding: GPUBufferBinding): void {
    const data = this.tensorMap.get(dataId);
    const vectors = tf.util.sizeFromShape(data.shape) / 4;
    const buffer = this.pool.acquire(16 * vectors);
    this.dispatch({
      program: { key: `widen ${format}`, code: () => widenShader(format) },
      bindings: [binding, { buffer, offset: 0, size: 16 * vectors }],
      uniforms: new Uint32Array([vectors, 0, 0, 0]),
      workgroups: spread(Math.ceil(vectors / 64)),
    });
    this.releaseResource(dataId);
    data.resource = buffer;
    data.format = 'float';
  }

  #bindingAsStored({ dataId }: tf.TensorInfo): GPUBufferBinding & { readonly offset: number } {
    this.uploadToGPU(dataId);
    const data = this.tensorMap.get(dataId);
    // Vectors of four may be read: buffers are whole multiples of them.
    const size = Math.max(16, Math.ceil(bytesOf(data) / 16) * 16);
    return { buffer: data.resource as GPUBuffer, offset: data.offset ?? 0, size };
  }

  /**
   * Prepares a variable for a kernel that changes it in place. Where a clone shares its values (tfjs copies lazily),
   * the variable gets a copy of its own first, so that the clone keeps what it had.
   */
  ownForUpdate(variable: tf.TensorInfo): void {
    if (this.refCount(variable.dataId) <= 1 || !(variable instanceof tf.Variable)) return;
    const from = this.binding(variable);
    const copy = this.allocate(variable.shape);
    this.copyBytes(from, this.binding(copy), 4 * tf.util.sizeFromShape(variable.shape));
    const tensor = tf.engine().makeTensorFromTensorInfo(copy);
    variable.assign(tensor);
    tensor.dispose();
  }

  /** Records commands with a buffer that is free again for what is recorded afterwards. */
  withScratch<T>(bytes: number, use: (buffer: GPUBuffer) => T): T {
    const buffer = this.pool.acquire(bytes);
    try {
      return use(buffer);
    } finally {
      this.pool.release(buffer);
    }
  }

  override uploadToGPU(dataId: object): void {
    const data = this.tensorMap.get(dataId);
    if (data.resource) return;
    const bytes = bytesOf(data);
    if (!data.values) {
      data.resource = this.pool.acquire(bytes);
      return;
    }
    const buffer = this.pool.acquire(bytes, true);
    this.writeBuffer(this.pool, buffer, deviceValues(data));
    data.values = null;
    data.resource = buffer;
  }

  override releaseResource(dataId: object): void {
    const data = this.tensorMap.get(dataId);
    const { resource } = data;
    data.resource = null;
    data.offset = 0;
    if (resource instanceof GPUTexture) resource.destroy();
    if (!(resource instanceof GPUBuffer)) return;
    const sharers = this.#sharers.get(resource);
    if (sharers !== undefined && sharers > 1) {
      this.#sharers.set(resource, sharers - 1);
      return;
    }
    this.#sharers.delete(resource);
    this.pool.release(resource);
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.tensorMap.has(dataId)) return true;
    const data = this.tensorMap.get(dataId);
    data.refCount = force ? 0 : data.refCount - 1;
    if (data.refCount > 0) return false;
    if (data.complexTensorInfos) {
      this.disposeData(data.complexTensorInfos.real.dataId);
      this.disposeData(data.complexTensorInfos.imag.dataId);
    }
    this.releaseResource(dataId);
    this.tensorMap.delete(dataId);
    return true;
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] };
  }

  override tensorToBinding(tensor?: tf.TensorInfo): GPUBindingResource | null {
    if (!tensor) return null;
    const { resource } = this.tensorMap.get(tensor.dataId);
    if (resource instanceof GPUBuffer) return this.binding(tensor);
    return resource instanceof GPUTexture ? resource.createView() : resource!;
  }

  protected override afterSubmission(): void {
    super.afterSubmission();
    this.pool.submitted();
  }

  override dispose(): void {
    this.pool.dispose();
    super.dispose();
  }
}
