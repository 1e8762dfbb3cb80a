import * as tf from '@tensorflow/tfjs-core';

/** What one step asks of the device. */
export interface StepCounts {
  readonly dispatches: number;
  readonly submits: number;
  readonly newBuffers: number;
  /** Bytes that the host wrote to the device, uniforms included. */
  readonly bytesWritten: number;
  /** Bytes of all buffers on the device over the most that tensors held at once. */
  readonly poolOverLive: number;
}

/** Method of a prototype, whatever its types. */
type Method = (this: unknown, ...args: unknown[]) => unknown;

/** The parts of tfjs' engine by which tensors' data begin and end. */
interface TrackingEngine {
  trackTensor(tensor: tf.Tensor, backend: unknown): void;
  removeDataId(dataId: object, backend: unknown): void;
}

/**
 * Counts by wrapping the browser's own GPUDevice, GPUQueue, GPUBuffer and GPUComputePassEncoder, whatever library uses
 * them; and the size of live tensors by wrapping tfjs' engine. To be created before any buffer or tensor is.
 */
export class DeviceCounts {
  #dispatches = 0;
  #submits = 0;
  #newBuffers = 0;
  #bytesWritten = 0;
  readonly #buffers = new Map<unknown, number>();
  readonly #tensors = new Map<object, number>();
  #live = 0;
  #peak = 0;

  constructor() {
    after(GPUComputePassEncoder.prototype, ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'], () => {
      this.#dispatches += 1;
    });
    after(GPUQueue.prototype, ['submit'], () => {
      this.#submits += 1;
    });
    after(GPUQueue.prototype, ['writeBuffer'], (_, [, , data, offset, size]) => {
      const { byteLength, length, BYTES_PER_ELEMENT } = data as Float32Array;
      const elements = (size ?? (length ?? byteLength) - ((offset as number | undefined) ?? 0)) as number;
      this.#bytesWritten += elements * (BYTES_PER_ELEMENT ?? 1);
    });
    after(GPUDevice.prototype, ['createBuffer'], (buffer, [descriptor]) => {
      const { size, mappedAtCreation } = descriptor as GPUBufferDescriptor;
      this.#newBuffers += 1;
      this.#buffers.set(buffer, size);
      // Written by mapping instead of through the queue.
      if (mappedAtCreation) this.#bytesWritten += size;
    });
    const buffers = this.#buffers;
    const destroy = GPUBuffer.prototype.destroy;
    GPUBuffer.prototype.destroy = function (this: GPUBuffer) {
      buffers.delete(this);
      destroy.call(this);
    };
    this.#trackTensors(tf.engine() as unknown as TrackingEngine);
  }

  /** Counts of what `step` does; the peak of live tensors is that since the last call of this method began. */
  async during(step: () => Promise<unknown>): Promise<StepCounts> {
    this.#dispatches = this.#submits = this.#newBuffers = this.#bytesWritten = 0;
    this.#peak = this.#live;
    await step();
    const pool = [...this.#buffers.values()].reduce((sum, size) => sum + size, 0);
    return {
      dispatches: this.#dispatches,
      submits: this.#submits,
      newBuffers: this.#newBuffers,
      bytesWritten: this.#bytesWritten,
      poolOverLive: pool / this.#peak,
    };
  }

  /** The engine's own sum counts clones, which share their data, once each. */
  #trackTensors(engine: TrackingEngine): void {
    const { trackTensor, removeDataId } = engine;
    engine.trackTensor = (tensor, backend) => {
      trackTensor.call(engine, tensor, backend);
      if (this.#tensors.has(tensor.dataId)) return;
      const bytes = 4 * tensor.size;
      this.#tensors.set(tensor.dataId, bytes);
      this.#live += bytes;
      this.#peak = Math.max(this.#peak, this.#live);
    };
    engine.removeDataId = (dataId, backend) => {
      removeDataId.call(engine, dataId, backend);
      this.#live -= this.#tensors.get(dataId) ?? 0;
      this.#tensors.delete(dataId);
    };
  }
}

function after<Target extends object>(
  prototype: Target,
  names: readonly (keyof Target & string)[],
  note: (result: unknown, args: readonly unknown[]) => void,
): void {
  for (const name of names) {
    const original = prototype[name] as Method;
    const wrapped: Method = function (this: unknown, ...args) {
      const result = original.apply(this, args);
      note(result, args);
      return result;
    };
    prototype[name] = wrapped as Target[keyof Target & string];
  }
}
