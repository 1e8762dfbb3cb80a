import type * as tf from '@tensorflow/tfjs-core';
import { DeviceHealth } from './device-health.ts';
import { WebgpuOutOfMemoryError } from './errors.ts';
import { STORAGE_USAGE } from './gpu-flags.ts';
import { measureDispatches } from './measure-dispatches.ts';
import { Readback } from './readback.ts';
import { bytesOf, valuesOf } from './tensor-data.ts';
import { TensorMemory } from './tensor-memory.ts';
import { type Measure, type MeasuredTiles, TileChoice } from './tile-choice.ts';

export interface BackendSettings {
  /** Most bytes that the tensors may take. */
  readonly memoryLimit: number;
  /** Whether the adapter computes on the processor. */
  readonly software: boolean;
  /** Whether the best tile of each product is searched for by measuring. */
  readonly searches: boolean;
  /** Told of all tiles known after each search. */
  readonly onTiles: (tiles: MeasuredTiles) => void;
}

/**
 * tfjs' WebGPU backend on our own device, with our own way of recording commands ({@link CommandRecorder}), our own
 * memory ({@link TensorMemory}), and here: readbacks that share submissions, and the choice of tiles. Stock kernels run
 * on it unchanged.
 */
export class WebgpuBackend extends TensorMemory {
  readonly tiles: TileChoice;
  /** Whether the adapter computes on the processor. */
  readonly software: boolean;
  readonly #readback: Readback;
  readonly #health: DeviceHealth;
  readonly #onTiles: BackendSettings['onTiles'];

  constructor(
    device: GPUDevice,
    info: GPUAdapterInfo,
    { memoryLimit, software, searches, onTiles }: BackendSettings,
  ) {
    super(device, info, memoryLimit);
    this.software = software;
    this.tiles = new TileChoice({ software, searches });
    this.#onTiles = onTiles;
    this.#health = new DeviceHealth(device, () => this.pool.use.poolBytes);
    this.#readback = new Readback(device, this.#health, {
      copy: (from, to, bytes) => this.copyBytes(from, to, bytes),
      submit: () => this.submitQueue(),
    });
  }

  /**
   * Values are not kept on the host, as the stock backend does: kernels change variables in place.
   *
   * @throws {WebgpuDeviceLostError} where the device is gone
   * @throws {WebgpuOutOfMemoryError} or another error, where the device reported one since the last reading
   */
  override async read(dataId: object): Promise<tf.backend_util.BackendValues> {
    const data = this.tensorMap.get(dataId);
    if (data.values || !(data.resource instanceof GPUBuffer)) return super.read(dataId);
    this.#asFloats(dataId);
    const from = { buffer: data.resource, offset: data.offset ?? 0 };
    const values = await this.#readback.read(from, bytesOf(data));
    // Waiting for values is the only time when something else may be waited for as well.
    if (this.tiles.hasUnmeasured) await this.searchTiles();
    return valuesOf(values, data.dtype);
  }

  override readSync(dataId: object): tf.backend_util.BackendValues {
    const data = this.tensorMap.get(dataId);
    if (data.values || !(data.resource instanceof GPUBuffer)) return super.readSync(dataId);
    this.#asFloats(dataId);
    // The stock way reads a whole buffer, so it gets one of the right size.
    const bytes = bytesOf(data);
    const copy = this.device.createBuffer({ size: bytes, usage: STORAGE_USAGE });
    this.copyBytes({ buffer: data.resource, offset: data.offset ?? 0 }, { buffer: copy }, bytes);
    const id = {};
    this.tensorMap.set(id, { ...data, values: null, resource: copy, offset: 0 });
    const values = super.readSync(id);
    this.tensorMap.delete(id);
    this.destroyLater(copy);
    return values;
  }

  #asFloats(dataId: object): void {
    const { shape, dtype } = this.tensorMap.get(dataId);
    this.binding({ dataId, shape, dtype });
  }

  /** Measures the products met so far, and from then on uses the tiles found to be best. */
  async searchTiles(): Promise<void> {
    try {
      await this.tiles.search(this.#measure, (bytes, use) => this.#withMeasuringBuffers(bytes, use));
      this.#onTiles(this.tiles.measured);
    } catch (cause) {
      throw await this.#health.explain(cause);
    }
  }

  readonly #measure: Measure = (dispatches, repeats) =>
    measureDispatches(this.device, dispatches, repeats, (dispatch) => this.prepare(dispatch));

  async #withMeasuringBuffers(
    bytes: readonly number[],
    use: (buffers: readonly GPUBufferBinding[]) => Promise<void>,
  ): Promise<void> {
    const taken: GPUBuffer[] = [];
    try {
      for (const size of bytes) taken.push(this.pool.acquire(size));
    } catch (error) {
      for (const buffer of taken) this.pool.release(buffer);
      if (error instanceof WebgpuOutOfMemoryError) return;
      throw error;
    }
    // What is recorded may still use them, and is to run before.
    this.submitQueue();
    try {
      await use(taken.map((buffer, index) => ({ buffer, offset: 0, size: bytes[index]! })));
    } finally {
      for (const buffer of taken) this.pool.release(buffer);
    }
  }

  override dispose(): void {
    this.#readback.dispose();
    super.dispose();
  }
}
