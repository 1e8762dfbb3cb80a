/** Passes that can be timed between start and stop. */
const MOST_PASSES = 1024;
const STAMP_BYTES = 8;
/** Browsers round times on the device to 0.1 ms, against attacks by timing; a sum should be many such steps. */
const LEAST_NANOSECONDS = 1_200_000;

/** Flags of GPUBufferUsage and GPUMapMode by value: the names are missing where a browser has no WebGPU. */
const QUERY_USAGE = 0x200 | 0x04; // QUERY_RESOLVE, COPY_SRC
const READ_USAGE = 0x01 | 0x08; // MAP_READ, COPY_DST
const MAP_READ_MODE = 0x01;

/**
 * Times the compute passes of a device by its own clock, whoever records them: without it a quick device would be
 * timed by how quickly JavaScript can ask it. Needs the feature `timestamp-query`.
 */
export class PassClock {
  readonly #device: GPUDevice;
  readonly #querySet: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #staging: GPUBuffer;
  /** Passes since start; null while stopped. */
  #passes: number | null = null;

  constructor(device: GPUDevice) {
    this.#device = device;
    const count = 2 * MOST_PASSES;
    this.#querySet = device.createQuerySet({ type: 'timestamp', count });
    this.#resolved = device.createBuffer({ size: count * STAMP_BYTES, usage: QUERY_USAGE });
    this.#staging = device.createBuffer({ size: count * STAMP_BYTES, usage: READ_USAGE });
    const createEncoder = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (descriptor) => this.#stamped(createEncoder(descriptor));
  }

  /** From now on passes are timed; nothing may be recorded and not yet submitted. */
  start(): void {
    this.#passes = 0;
  }

  /**
   * Ends the timing of what has been submitted.
   *
   * @returns time of all passes together in milliseconds, or null where the clock is too coarse to tell
   */
  async stop(): Promise<number | null> {
    const passes = this.#passes ?? 0;
    this.#passes = null;
    if (passes === 0 || passes > MOST_PASSES) return null;
    const bytes = 2 * passes * STAMP_BYTES;
    const encoder = this.#device.createCommandEncoder();
    encoder.resolveQuerySet(this.#querySet, 0, 2 * passes, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, bytes);
    this.#device.queue.submit([encoder.finish()]);
    await this.#staging.mapAsync(MAP_READ_MODE, 0, bytes);
    const stamps = new BigUint64Array(this.#staging.getMappedRange(0, bytes).slice(0));
    this.#staging.unmap();
    let nanoseconds = 0;
    for (let pass = 0; pass < passes; pass++) {
      nanoseconds += Number(stamps[2 * pass + 1]! - stamps[2 * pass]!);
    }
    return nanoseconds < LEAST_NANOSECONDS ? null : nanoseconds / 1e6;
  }

  #stamped(encoder: GPUCommandEncoder): GPUCommandEncoder {
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (descriptor) => {
      // A pass that is timed already belongs to a search for tiles.
      if (this.#passes === null || descriptor?.timestampWrites) return begin(descriptor);
      const index = this.#passes;
      this.#passes += 1;
      if (index >= MOST_PASSES) return begin(descriptor);
      return begin({
        ...descriptor,
        timestampWrites: {
          querySet: this.#querySet,
          beginningOfPassWriteIndex: 2 * index,
          endOfPassWriteIndex: 2 * index + 1,
        },
      });
    };
    return encoder;
  }
}
