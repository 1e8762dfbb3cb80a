import { BufferPool } from './buffer-pool.ts';
import { STORAGE_USAGE, UNIFORM_USAGE } from './gpu-flags.ts';
import { LruCache } from './lru-cache.ts';
import type { StockUniform } from './stock-backend.ts';
import { packStockUniforms, type UniformWords } from './uniform-words.ts';

/** A network has some sixty shapes of kernels, times training and evaluation batches, full and ragged. */
const CACHED_UNIFORMS = 2048;
const CACHED_TABLES = 1024;

/** What the recording of commands does for the words. */
interface Recording {
  /** Writes to a buffer of a pool, before what is recorded from now on. */
  write(pool: BufferPool, buffer: GPUBuffer, values: ArrayBufferView<ArrayBuffer>): void;
  /** Destroys a buffer once what is recorded has been submitted. */
  destroyLater(buffer: GPUBuffer): void;
}

/**
 * Uniforms and tables on the device. Those that follow from shapes are made at first use and kept; those of one step go
 * through buffers that are free again at once.
 */
export class DeviceWords {
  readonly #device: GPUDevice;
  readonly #recording: Recording;
  readonly #uniforms: LruCache<GPUBufferBinding>;
  readonly #tables: LruCache<GPUBufferBinding>;
  readonly #transient: BufferPool;

  constructor(device: GPUDevice, memoryLimit: number, recording: Recording) {
    this.#device = device;
    this.#recording = recording;
    this.#transient = new BufferPool(device, UNIFORM_USAGE, memoryLimit);
    const evict = ({ buffer }: GPUBufferBinding) => recording.destroyLater(buffer);
    this.#uniforms = new LruCache(CACHED_UNIFORMS, evict);
    this.#tables = new LruCache(CACHED_TABLES, evict);
  }

  /** Integers that depend on shapes only, for kernels to read. */
  table(key: string, make: () => Int32Array<ArrayBuffer>): GPUBufferBinding {
    return this.#tables.get(key, () => this.#keep(make(), STORAGE_USAGE));
  }

  uniforms(words: UniformWords): GPUBufferBinding {
    return this.#uniforms.get(words.join(), () => this.#keep(words, UNIFORM_USAGE));
  }

  /** Uniforms that differ from step to step, for the next command. */
  transientUniforms(words: UniformWords): GPUBufferBinding {
    const buffer = this.#transient.acquire(words.byteLength, true);
    this.#recording.write(this.#transient, buffer, words);
    this.#transient.release(buffer);
    return { buffer, offset: 0, size: Math.ceil(words.byteLength / 16) * 16 };
  }

  /** Those of a program of tfjs. */
  stockUniforms(uniforms: readonly StockUniform[]): GPUBufferBinding {
    const key = uniforms.map(({ type, data }) => `${type} ${data.join()}`).join(';');
    return this.#uniforms.get(`stock ${key}`, () => this.#keep(packStockUniforms(uniforms), UNIFORM_USAGE));
  }

  /** To be called after each submission. */
  submitted(): void {
    this.#transient.submitted();
  }

  dispose(): void {
    this.#transient.dispose();
  }

  #keep(words: UniformWords | Int32Array<ArrayBuffer>, usage: GPUBufferUsageFlags): GPUBufferBinding {
    const size = Math.max(16, Math.ceil(words.byteLength / 16) * 16);
    const buffer = this.#device.createBuffer({ size, usage });
    this.#device.queue.writeBuffer(buffer, 0, words);
    return { buffer, offset: 0, size };
  }
}
