import type { BufferPool } from './buffer-pool.ts';
import { DeviceWords } from './device-words.ts';
import type { Dispatch } from './dispatch.ts';
import { encode, type Prepared, Programs } from './programs.ts';
import { type StockUniform, StockWebgpuBackend } from './stock-backend.ts';
import type { UniformWords } from './uniform-words.ts';

/**
 * Recorded dispatches that are handed to the device at once. Few submissions cost the page less; handing over only at
 * the end would leave the device idle while a step is recorded.
 */
export const DISPATCHES_PER_SUBMISSION = 80;

/**
 * tfjs' WebGPU backend with our way of recording commands: dispatches of our own share passes and submissions with
 * those of the stock kernels, and programs, bind groups and uniforms are kept.
 */
export class CommandRecorder extends StockWebgpuBackend {
  readonly #programs: Programs;
  readonly #words: DeviceWords;
  /** Destroyed at the next submission. */
  #doomed: GPUBuffer[] = [];

  /** @param memoryLimit most bytes that uniforms may take, as tensors may */
  constructor(device: GPUDevice, info: GPUAdapterInfo, memoryLimit: number) {
    super(device, info);
    this.#programs = new Programs(device);
    this.#words = new DeviceWords(device, memoryLimit, {
      write: (pool, buffer, values) => this.writeBuffer(pool, buffer, values),
      destroyLater: (buffer) => this.destroyLater(buffer),
    });
  }

  /** Records one dispatch of our own. */
  dispatch(dispatch: Dispatch): void {
    const prepared = this.prepare(dispatch);
    this.ensureCommandEncoderReady();
    this.computePassEncoder ??= this.commandEncoder!.beginComputePass();
    encode(this.computePassEncoder, prepared, dispatch.workgroups);
    this.dispatchCountInPass += 1;
    if (this.dispatchCountInPass >= DISPATCHES_PER_SUBMISSION) this.submitQueue();
  }

  protected prepare({ program, bindings, uniforms, transient }: Dispatch): Prepared {
    const uniform = transient ? this.#words.transientUniforms(uniforms) : this.#words.uniforms(uniforms);
    return this.#programs.prepare(program, [...bindings, uniform]);
  }

  /** Records that a piece of a buffer is filled with zeros. */
  clear({ buffer, offset = 0, size }: GPUBufferBinding): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.commandEncoder!.clearBuffer(buffer, offset, size);
  }

  /** Records a copy from a place in one buffer to a place in another. */
  protected copyBytes(from: GPUBufferBinding, to: GPUBufferBinding, bytes: number): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.commandEncoder!.copyBufferToBuffer(from.buffer, from.offset ?? 0, to.buffer, to.offset ?? 0, bytes);
  }

  override submitQueue(): void {
    if (!this.commandEncoder) return;
    this.endComputePassEncoder();
    this.queue.submit([this.commandEncoder.finish()]);
    this.commandEncoder = null;
    this.dispatchCountInPass = 0;
    this.commandQueueOwnedIds = new WeakSet();
    this.afterSubmission();
  }

  protected afterSubmission(): void {
    this.#words.submitted();
    for (const buffer of this.#doomed.splice(0)) buffer.destroy();
  }

  /** The queue writes before anything recorded but not submitted, so what still uses the buffer must go first. */
  protected writeBuffer(pool: BufferPool, buffer: GPUBuffer, values: ArrayBufferView<ArrayBuffer>): void {
    if (!pool.isClean(buffer)) this.submitQueue();
    this.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
  }

  /** Destroys a buffer once what is recorded has been submitted. */
  protected destroyLater(buffer: GPUBuffer): void {
    this.#doomed.push(buffer);
  }

  /** Integers that depend on shapes only, for kernels to read; made at first use and kept. */
  table(key: string, make: () => Int32Array<ArrayBuffer>): GPUBufferBinding {
    return this.#words.table(key, make);
  }

  /** Uniforms that a program has beside its own, kept as those are. */
  uniformTable(words: UniformWords): GPUBufferBinding {
    return this.#words.uniforms(words);
  }

  override makeUniforms(uniforms: readonly StockUniform[]): GPUBufferBinding {
    return this.#words.stockUniforms(uniforms);
  }

  override dispose(): void {
    this.#words.dispose();
    super.dispose();
    this.device.destroy();
  }
}
