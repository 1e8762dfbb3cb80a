import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { HandsOutCopies } from '../own-values.ts';
import { ELEMENTWISE_CHUNK_BYTES, JOBS, type Job } from './jobs.ts';
import type { KernelExports } from './kernel-module.ts';
import type { SharedHeap } from './shared-heap.ts';
import type { Argument, ThreadPool } from './thread-pool.ts';

const FLOAT_BYTES = 4;

/** Tables that a kernel keeps in the shared memory between calls. */
export interface CachedTables {
  readonly address: number;
}

/** A batch of images that is being made. */
interface BegunBatch {
  readonly dataId: object;
  /** Memory that is needed until it is done. */
  readonly scratch: number;
}

/** How many sets of tables are kept; a network has about thirty shapes, times training and evaluation batches. */
const CACHED_TABLES = 256;

/**
 * tfjs backend whose float tensors live in one shared WebAssembly memory. Every kernel of the stock `cpu` backend runs
 * on it (they see the tensors through views of that memory); what such a kernel returns stays an ordinary array until
 * one of our kernels asks for its address.
 */
export class SimdBackend extends MathBackendCPU implements HandsOutCopies {
  readonly handsOutCopies = true;
  readonly heap: SharedHeap;
  readonly pool: ThreadPool;
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: KernelExports;
  readonly #addresses = new Map<object, number>();
  readonly #tables = new Map<string, CachedTables>();
  #begun: BegunBatch | null = null;
  /** What the running kernel has allocated. */
  #fresh: tf.TensorInfo[] = [];

  constructor(memory: WebAssembly.Memory, heap: SharedHeap, pool: ThreadPool, kernels: KernelExports) {
    super();
    this.#memory = memory;
    this.heap = heap;
    this.pool = pool;
    this.#kernels = kernels;
  }

  /** Address of a float tensor's values, which are moved to the shared memory if they are not there yet. */
  address({ dataId }: tf.TensorInfo): number {
    if (dataId === this.#begun?.dataId) this.finishBatch();
    const known = this.#addresses.get(dataId);
    if (known !== undefined) return known;
    const data = this.data.get(dataId);
    if (data.dtype !== 'float32' || !data.values) {
      throw new Error(`Only float tensors have an address, not ${data.dtype}`);
    }
    const values = data.values as Float32Array;
    const address = this.heap.allocate(values.length * FLOAT_BYTES);
    const view = new Float32Array(this.#memory.buffer, address, values.length);
    view.set(values);
    data.values = view;
    this.#addresses.set(dataId, address);
    return address;
  }

  /** A new float tensor in the shared memory; its values are undefined. */
  allocate(shape: readonly number[]): tf.TensorInfo {
    const size = tf.util.sizeFromShape([...shape]);
    const address = this.heap.allocate(size * FLOAT_BYTES);
    const view = new Float32Array(this.#memory.buffer, address, size);
    const info = this.makeTensorInfo([...shape], 'float32', view);
    this.#addresses.set(info.dataId, address);
    this.#fresh.push(info);
    return info;
  }

  /** Runs a kernel's body; if it fails, say for want of memory, the tensors it has allocated are given back. */
  attempt<T>(body: () => T): T {
    this.#fresh = [];
    try {
      return body();
    } catch (error) {
      for (const info of this.#fresh) this.disposeIntermediateTensorInfo(info);
      throw error;
    } finally {
      this.#fresh = [];
    }
  }

  /**
   * Address of a variable's values for a kernel that changes them in place. Where a clone shares them (tfjs copies
   * lazily), the variable gets a copy of its own first, so that the clone keeps what it had.
   */
  addressForUpdate(variable: tf.TensorInfo): number {
    if (this.refCount(variable.dataId) > 1 && variable instanceof tf.Variable) {
      const copy = tf.tensor(this.readSync(variable.dataId) as Float32Array, variable.shape, 'float32');
      variable.assign(copy);
      copy.dispose();
    }
    return this.address(variable);
  }

  /** A view of a piece of memory; memory that grows leaves it as it is. */
  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length);
  }

  /** Lends a piece of memory. */
  withScratch<T>(bytes: number, use: (address: number) => T): T {
    const address = this.heap.allocate(bytes);
    try {
      return use(address);
    } finally {
      this.heap.free(address);
    }
  }

  run(job: Job, count: number, args: readonly Argument[]): void {
    this.pool.run(job, count, args);
  }

  /**
   * Begins to make a batch of images on threads that have nothing else to do, after the one before is finished. It is not to
   * be read before {@link finishBatch}; our own kernels see to that.
   *
   * @param scratch is freed when it is done
   */
  beginBatch({ dataId }: tf.TensorInfo, scratch: number, count: number, args: readonly number[]): void {
    this.finishBatch();
    this.#begun = { dataId, scratch };
    this.pool.begin(count, args);
  }

  /** Returns when the batch that was begun, if any, is done. */
  finishBatch(): void {
    if (!this.#begun) return;
    const { scratch } = this.#begun;
    this.#begun = null;
    this.pool.finish();
    this.heap.free(scratch);
  }

  fill(address: number, bytes: number, value: number): void {
    this.run(JOBS.fill, Math.ceil(bytes / ELEMENTWISE_CHUNK_BYTES), [address, bytes, { float: value }]);
  }

  /** Merges the partial sums of a batch-norm on this thread. */
  combine(which: 'combineStatistics' | 'combineGradientSums', args: readonly Argument[]): void {
    this.pool.write(args);
    this.#kernels[which]();
  }

  /** Integers to be read by kernels; the caller frees the address. */
  upload(words: readonly number[] | Uint32Array): number {
    const address = this.heap.allocate(words.length * 4);
    new Uint32Array(this.#memory.buffer, address, words.length).set(words);
    return address;
  }

  /** Tables that depend on shapes only, made at first use and kept; the least recently used go first. */
  tables<Tables extends CachedTables>(key: string, make: () => Tables): Tables {
    const known = this.#tables.get(key) as Tables | undefined;
    const tables = known ?? make();
    this.#tables.delete(key);
    this.#tables.set(key, tables);
    if (this.#tables.size > CACHED_TABLES) {
      const [oldest, { address }] = this.#tables.entries().next().value!;
      this.#tables.delete(oldest);
      this.heap.free(address);
    }
    return tables;
  }

  /** Changes the number of threads, this one included. */
  async resize(threads: number): Promise<void> {
    await this.pool.resize(threads);
    // The tables cut the work in pieces by the number of threads.
    for (const { address } of this.#tables.values()) this.heap.free(address);
    this.#tables.clear();
  }

  /** Values are copied out: the memory behind them is used again and changed in place. */
  override readSync(dataId: object): tf.backend_util.BackendValues {
    if (dataId === this.#begun?.dataId) this.finishBatch();
    const values = super.readSync(dataId);
    return values instanceof Float32Array ? new Float32Array(values) : values;
  }

  copyValues({ dataId }: tf.TensorInfo, target: Float32Array): void {
    if (dataId === this.#begun?.dataId) this.finishBatch();
    target.set(super.readSync(dataId) as Float32Array);
  }

  override disposeData(dataId: object, force = false): boolean {
    if (dataId === this.#begun?.dataId) this.finishBatch();
    const gone = super.disposeData(dataId, force);
    const address = this.#addresses.get(dataId);
    if (gone && address !== undefined) {
      this.#addresses.delete(dataId);
      this.heap.free(address);
    }
    return gone;
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: false, reasons: [] };
  }

  override dispose(): void {
    this.pool.dispose();
  }
}
