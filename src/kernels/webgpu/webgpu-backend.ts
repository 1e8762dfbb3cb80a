import * as tf from '@tensorflow/tfjs-core';
import { BufferPool, type PoolUse } from './buffer-pool.ts';
import { type Dispatch, type Program, spread, type UniformWords } from './dispatch.ts';
import { bytesPerValue, type Format, widenShader } from './element-format.ts';
import { WebgpuDeviceLostError, WebgpuOutOfMemoryError } from './errors.ts';
import { LruCache } from './lru-cache.ts';
import { type StockUniform, StockWebgpuBackend, type TensorData } from './stock-backend.ts';
import { type Measure, type MeasuredTiles, TileChoice } from './tile-choice.ts';

/**
 * Recorded dispatches that are handed to the device at once. Few submissions cost the page less; handing over only at
 * the end would leave the device idle while a step is recorded.
 */
export const DISPATCHES_PER_SUBMISSION = 80;

/** Flags of GPUBufferUsage and GPUMapMode by value: the names are missing where a browser has no WebGPU. */
const STORAGE_USAGE = 0x80 | 0x08 | 0x04; // STORAGE, COPY_DST, COPY_SRC
const QUERY_USAGE = 0x200 | 0x04; // QUERY_RESOLVE, COPY_SRC
const READ_USAGE = 0x01 | 0x08; // MAP_READ, COPY_DST
const UNIFORM_USAGE = 0x40 | 0x08; // UNIFORM, COPY_DST
const MAP_READ_MODE = 0x01;

/** Offsets of bindings are multiples of this on every device. */
const OFFSET_ALIGNMENT = 256;
/** Staging buffers up to this size are kept: those of losses and logits, not those of whole networks. */
const KEPT_STAGING = 65_536;
/** A network has some sixty shapes of kernels, times training and evaluation batches, full and ragged. */
const CACHED_UNIFORMS = 2048;
const CACHED_TABLES = 1024;
const CACHED_BIND_GROUPS = 4096;
/**
 * After a failed readback the device says within this time, in milliseconds, whether it is lost: the word of it waits
 * for the pipelines that the browser is compiling.
 */
const LOSS_NOTICE = 20_000;
/** The same where an error was reported, which may be all there is to say. */
const LOSS_NOTICE_AFTER_ERROR = 500;

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

/** Several tensors in one buffer, and room behind them. */
export interface SharedAllocation {
  readonly tensors: readonly tf.TensorInfo[];
  readonly buffer: GPUBuffer;
  /** First byte behind the tensors. */
  readonly end: number;
}

/** Where a tensor's values are on the device, and how they lie there. */
export interface Stored {
  readonly binding: GPUBufferBinding;
  readonly format: Format;
}

/** What a dispatch is encoded with. */
interface Prepared {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
}

interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/**
 * tfjs' WebGPU backend on our own device, with our own memory: buffers come from a pool that fits by size, a buffer is
 * free again as soon as its tensor is (commands run in the order of recording), uniforms and bind groups are kept, and
 * readbacks that begin together share one submission. Stock kernels run on it unchanged.
 */
export class WebgpuBackend extends StockWebgpuBackend {
  readonly pool: BufferPool;
  readonly tiles: TileChoice;
  /** Whether the adapter computes on the processor. */
  readonly software: boolean;
  /** Whether activations and their gradients are kept in 16 bits; weights and sums never are. */
  halfActivations = false;
  readonly #staging: GPUBuffer[] = [];
  readonly #uniforms: LruCache<GPUBufferBinding>;
  readonly #transient: BufferPool;
  readonly #tables: LruCache<GPUBufferBinding>;
  readonly #pipelines = new Map<string, Pipeline>();
  readonly #bindGroups = new LruCache<GPUBindGroup>(CACHED_BIND_GROUPS);
  readonly #bufferIds = new WeakMap<GPUBuffer, number>();
  /** Number of tensors in each buffer that several share. */
  readonly #sharers = new Map<GPUBuffer, number>();
  /** Kept buffers that left their cache, destroyed at the next submission. */
  #doomed: GPUBuffer[] = [];
  readonly #onTiles: BackendSettings['onTiles'];
  #nextBufferId = 0;
  #flush: Promise<void> | null = null;
  #failure: Error | null = null;
  #lost: string | null = null;

  constructor(
    device: GPUDevice,
    info: GPUAdapterInfo,
    { memoryLimit, software, searches, onTiles }: BackendSettings,
  ) {
    super(device, info);
    this.software = software;
    this.tiles = new TileChoice({ software, searches });
    this.#onTiles = onTiles;
    this.pool = new BufferPool(device, STORAGE_USAGE, memoryLimit);
    this.#transient = new BufferPool(device, UNIFORM_USAGE, memoryLimit);
    const doom = ({ buffer }: GPUBufferBinding) => {
      this.#doomed.push(buffer);
    };
    this.#uniforms = new LruCache(CACHED_UNIFORMS, doom);
    this.#tables = new LruCache(CACHED_TABLES, doom);
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#failure ??=
        error instanceof GPUOutOfMemoryError
          ? new WebgpuOutOfMemoryError(this.pool.use.poolBytes, 0)
          : new Error(`WebGPU: ${error.message}`);
    });
    void device.lost.then(({ message }) => {
      this.#lost = message;
    });
  }

  /** Memory of the tensors, in bytes. */
  get use(): PoolUse {
    return this.pool.use;
  }

  // Tensors and their buffers

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
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.commandEncoder!.copyBufferToBuffer(from.buffer, from.offset!, buffer, offset, bytesOf(data));
    this.releaseResource(tensor.dataId);
    data.resource = buffer;
    data.offset = offset;
    this.#sharers.set(buffer, (this.#sharers.get(buffer) ?? 0) + 1);
  }

  /** Number of tensors that share the buffer. */
  sharersOf(buffer: GPUBuffer): number {
    return this.#sharers.get(buffer) ?? 0;
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
    const to = this.binding(copy);
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    const bytes = 4 * tf.util.sizeFromShape(variable.shape);
    this.commandEncoder!.copyBufferToBuffer(from.buffer, from.offset, to.buffer, to.offset, bytes);
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
    this.#write(this.pool, buffer, deviceValues(data));
    data.values = null;
    data.resource = buffer;
  }

  /** The queue writes before anything recorded but not submitted, so what still uses the buffer must go first. */
  #write(pool: BufferPool, buffer: GPUBuffer, values: ArrayBufferView<ArrayBuffer>): void {
    if (!pool.isClean(buffer)) this.submitQueue();
    this.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
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

  // Commands

  /** Records one dispatch of our own. */
  dispatch(dispatch: Dispatch): void {
    const prepared = this.#prepare(dispatch);
    this.ensureCommandEncoderReady();
    this.computePassEncoder ??= this.commandEncoder!.beginComputePass();
    this.#encode(this.computePassEncoder, prepared, dispatch.workgroups);
    this.dispatchCountInPass += 1;
    if (this.dispatchCountInPass >= DISPATCHES_PER_SUBMISSION) this.submitQueue();
  }

  #encode(
    pass: GPUComputePassEncoder,
    { pipeline, bindGroup }: Prepared,
    workgroups: Dispatch['workgroups'],
  ): void {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...workgroups);
  }

  #prepare({ program, bindings, uniforms, transient }: Dispatch): Prepared {
    const { pipeline, layout } = this.#pipeline(program);
    const uniform = transient ? this.#transientUniform(uniforms) : this.#keptUniform(uniforms);
    const all = [...bindings, uniform];
    let key = program.key;
    for (const { buffer, offset, size } of all) key += `|${this.#idOf(buffer)},${offset ?? 0},${size ?? 0}`;
    const bindGroup = this.#bindGroups.get(key, () =>
      this.device.createBindGroup({
        layout,
        entries: all.map((resource, binding) => ({ binding, resource })),
      }),
    );
    return { pipeline, bindGroup };
  }

  /** Records that a piece of a buffer is filled with zeros. */
  clear({ buffer, offset = 0, size }: GPUBufferBinding): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.commandEncoder!.clearBuffer(buffer, offset, size);
  }

  override submitQueue(): void {
    if (!this.commandEncoder) return;
    this.endComputePassEncoder();
    this.queue.submit([this.commandEncoder.finish()]);
    this.commandEncoder = null;
    this.dispatchCountInPass = 0;
    this.commandQueueOwnedIds = new WeakSet();
    this.pool.submitted();
    this.#transient.submitted();
    for (const buffer of this.#doomed.splice(0)) buffer.destroy();
  }

  /** Integers that depend on shapes only, for kernels to read; made at first use and kept. */
  table(key: string, make: () => Int32Array<ArrayBuffer>): GPUBufferBinding {
    return this.#tables.get(key, () => this.#keep(make(), STORAGE_USAGE));
  }

  override tensorToBinding(tensor?: tf.TensorInfo): GPUBindingResource | null {
    if (!tensor) return null;
    const { resource } = this.tensorMap.get(tensor.dataId);
    if (resource instanceof GPUBuffer) return this.binding(tensor);
    return resource instanceof GPUTexture ? resource.createView() : resource!;
  }

  override makeUniforms(uniforms: readonly StockUniform[]): GPUBufferBinding {
    const key = uniforms.map(({ type, data }) => `${type} ${data.join()}`).join(';');
    return this.#uniforms.get(`stock ${key}`, () => this.#keep(packStockUniforms(uniforms), UNIFORM_USAGE));
  }

  /** Uniforms that a program has beside its own, kept as those are. */
  uniformTable(words: UniformWords): GPUBufferBinding {
    return this.#keptUniform(words);
  }

  #keptUniform(words: UniformWords): GPUBufferBinding {
    return this.#uniforms.get(words.join(), () => this.#keep(words, UNIFORM_USAGE));
  }

  #transientUniform(words: UniformWords): GPUBufferBinding {
    const buffer = this.#transient.acquire(words.byteLength, true);
    this.#write(this.#transient, buffer, words);
    this.#transient.release(buffer);
    return { buffer, offset: 0, size: Math.ceil(words.byteLength / 16) * 16 };
  }

  #keep(words: Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>, usage: GPUBufferUsageFlags) {
    const size = Math.max(16, Math.ceil(words.byteLength / 16) * 16);
    const buffer = this.device.createBuffer({ size, usage });
    this.queue.writeBuffer(buffer, 0, words);
    return { buffer, offset: 0, size };
  }

  #pipeline({ key, code }: Program): Pipeline {
    const known = this.#pipelines.get(key);
    if (known) return known;
    const module = this.device.createShaderModule({ label: key, code: code() });
    const pipeline = this.device.createComputePipeline({
      label: key,
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
    const made = { pipeline, layout: pipeline.getBindGroupLayout(0) };
    this.#pipelines.set(key, made);
    return made;
  }

  #idOf(buffer: GPUBuffer): number {
    const known = this.#bufferIds.get(buffer);
    if (known !== undefined) return known;
    this.#nextBufferId += 1;
    this.#bufferIds.set(buffer, this.#nextBufferId);
    return this.#nextBufferId;
  }

  // Reading back

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
    const bytes = bytesOf(data);
    const staging = this.#takeStaging(bytes);
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.commandEncoder!.copyBufferToBuffer(data.resource, data.offset ?? 0, staging, 0, bytes);
    await this.#flushSoon();
    try {
      await staging.mapAsync(MAP_READ_MODE, 0, staging.size);
    } catch (cause) {
      staging.destroy();
      throw await this.#explain(cause);
    }
    const values = staging.getMappedRange(0, bytes).slice(0);
    staging.unmap();
    if (staging.size <= KEPT_STAGING) this.#staging.push(staging);
    else staging.destroy();
    if (this.#failure) throw this.#takeFailure();
    // Waiting for values is the only time when something else may be waited for as well.
    if (this.tiles.hasUnmeasured) await this.searchTiles();
    return valuesOf(values, data.dtype);
  }

  /** Measures the products met so far, and from then on uses the tiles found to be best. */
  async searchTiles(): Promise<void> {
    try {
      await this.tiles.search(this.measure, (bytes, use) => this.#withMeasuringBuffers(bytes, use));
      this.#onTiles(this.tiles.measured);
    } catch (cause) {
      throw await this.#explain(cause);
    }
  }

  /**
   * Runs dispatches on the device, each `repeats` times, apart from what is being recorded.
   *
   * @returns the time of each dispatch's repetitions together, in nanoseconds
   */
  readonly measure: Measure = async (dispatches, repeats) => {
    const count = 2 * dispatches.length;
    const bytes = 8 * count;
    const querySet = this.device.createQuerySet({ type: 'timestamp', count });
    const resolved = this.device.createBuffer({ size: bytes, usage: QUERY_USAGE });
    const staging = this.device.createBuffer({ size: bytes, usage: READ_USAGE });
    try {
      dispatches.forEach((dispatch, index) => {
        const prepared = this.#prepare(dispatch);
        // One submission each: systems end a submission that takes seconds, and the device with it.
        const encoder = this.device.createCommandEncoder();
        const pass = encoder.beginComputePass({
          timestampWrites: {
            querySet,
            beginningOfPassWriteIndex: 2 * index,
            endOfPassWriteIndex: 2 * index + 1,
          },
        });
        for (let repeat = 0; repeat < repeats; repeat++) this.#encode(pass, prepared, dispatch.workgroups);
        pass.end();
        this.queue.submit([encoder.finish()]);
      });
      const encoder = this.device.createCommandEncoder();
      encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes);
      this.queue.submit([encoder.finish()]);
      await staging.mapAsync(MAP_READ_MODE);
      const stamps = new BigUint64Array(staging.getMappedRange());
      return dispatches.map((_, index) => Number(stamps[2 * index + 1]! - stamps[2 * index]!));
    } finally {
      querySet.destroy();
      resolved.destroy();
      staging.destroy();
    }
  };

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

  override readSync(dataId: object): tf.backend_util.BackendValues {
    const data = this.tensorMap.get(dataId);
    if (data.values || !(data.resource instanceof GPUBuffer)) return super.readSync(dataId);
    this.#asFloats(dataId);
    // The stock way reads a whole buffer, so it gets one of the right size.
    const bytes = bytesOf(data);
    const copy = this.device.createBuffer({ size: bytes, usage: STORAGE_USAGE });
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.commandEncoder!.copyBufferToBuffer(data.resource, data.offset ?? 0, copy, 0, bytes);
    const id = {};
    this.tensorMap.set(id, { ...data, values: null, resource: copy, offset: 0 });
    const values = super.readSync(id);
    this.tensorMap.delete(id);
    this.#doomed.push(copy);
    return values;
  }

  #asFloats(dataId: object): void {
    const { shape, dtype } = this.tensorMap.get(dataId);
    this.binding({ dataId, shape, dtype });
  }

  /** Submits once all readbacks that begin in this turn have been recorded. */
  #flushSoon(): Promise<void> {
    this.#flush ??= Promise.resolve().then(() => {
      this.#flush = null;
      this.submitQueue();
    });
    return this.#flush;
  }

  #takeStaging(bytes: number): GPUBuffer {
    const index = this.#staging.findIndex(({ size }) => size >= bytes);
    if (index >= 0) return this.#staging.splice(index, 1)[0]!;
    const size = Math.max(OFFSET_ALIGNMENT, Math.ceil(bytes / 16) * 16);
    return this.device.createBuffer({ size, usage: READ_USAGE });
  }

  async #explain(cause: unknown): Promise<Error> {
    // A loss often comes with errors of its own making, so it is asked for first.
    const patience = this.#failure ? LOSS_NOTICE_AFTER_ERROR : LOSS_NOTICE;
    await Promise.race([this.device.lost, new Promise((resolve) => setTimeout(resolve, patience))]);
    if (this.#lost !== null) return new WebgpuDeviceLostError(this.#lost);
    if (this.#failure) return this.#takeFailure();
    return cause instanceof Error ? cause : new Error(String(cause));
  }

  #takeFailure(): Error {
    const failure = this.#failure!;
    this.#failure = null;
    return failure;
  }

  override dispose(): void {
    this.pool.dispose();
    this.#transient.dispose();
    for (const buffer of this.#staging.splice(0)) buffer.destroy();
    super.dispose();
    this.device.destroy();
  }
}

export function alignOffset(bytes: number): number {
  return Math.ceil(bytes / OFFSET_ALIGNMENT) * OFFSET_ALIGNMENT;
}

/** Bytes of a tensor on the device, where integers and booleans are 32 bits wide too. */
function bytesOf(data: TensorData): number {
  return bytesPerValue(formatOf(data)) * tf.util.sizeFromShape(data.shape);
}

function formatOf({ format }: TensorData): Format {
  return format ?? 'float';
}

function deviceValues({ dtype, values }: TensorData): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  const numbers = values as ArrayLike<number>;
  const wanted = dtype === 'int32' || dtype === 'bool' ? Int32Array : Float32Array;
  if (numbers instanceof wanted && numbers.buffer instanceof ArrayBuffer) {
    return numbers as Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  }
  return wanted.from(numbers);
}

function valuesOf(bytes: ArrayBuffer, dtype: tf.DataType): tf.backend_util.BackendValues {
  if (dtype === 'float32') return new Float32Array(bytes);
  const integers = new Int32Array(bytes);
  return dtype === 'bool' ? Uint8Array.from(integers) : integers;
}

/** Lays values out as the stock programs' uniform struct is: the alignment of WGSL's scalars and vectors. */
function packStockUniforms(uniforms: readonly StockUniform[]): Uint32Array<ArrayBuffer> {
  const alignments = uniforms.map(({ data }) => (data.length <= 1 ? 4 : data.length === 2 ? 8 : 16));
  let end = 0;
  const offsets = uniforms.map(({ data }, index) => {
    // Shapes of five or six are structs of their own in the stock programs.
    const afterStruct = (uniforms[index - 1]?.data.length ?? 0) > 4;
    const alignment = afterStruct ? 16 : alignments[index]!;
    const offset = Math.ceil(end / alignment) * alignment;
    end = offset + 4 * Math.max(1, data.length);
    return offset;
  });
  const words = new Uint32Array(Math.ceil(end / 16) * 4);
  uniforms.forEach(({ type, data }, index) => {
    const [from, length] = [offsets[index]!, Math.max(1, data.length)];
    const view =
      type === 'float32'
        ? new Float32Array(words.buffer, from, length)
        : new Int32Array(words.buffer, from, length);
    view.set(data.length > 0 ? data : [1]);
  });
  return words;
}
