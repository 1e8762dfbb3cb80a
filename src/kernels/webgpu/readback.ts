import type { DeviceHealth } from './device-health.ts';
import { MAP_READ_MODE, READ_USAGE } from './gpu-flags.ts';

/** Staging buffers up to this size are kept: those of losses and logits, not those of whole networks. */
const KEPT_STAGING = 65_536;
/** The smallest, which serves losses and logits alike. */
const LEAST_STAGING = 256;

/** What the recording of commands does for readbacks. */
interface Recording {
  /** Records a copy. */
  copy(from: GPUBufferBinding, to: GPUBufferBinding, bytes: number): void;
  submit(): void;
}

/** Copies bytes to the host; readbacks that begin in one turn share one submission. */
export class Readback {
  readonly #device: GPUDevice;
  readonly #health: DeviceHealth;
  readonly #recording: Recording;
  readonly #staging: GPUBuffer[] = [];
  #flush: Promise<void> | null = null;

  constructor(device: GPUDevice, health: DeviceHealth, recording: Recording) {
    this.#device = device;
    this.#health = health;
    this.#recording = recording;
  }

  /**
   * @throws {WebgpuDeviceLostError} where the device is gone
   * @throws {WebgpuOutOfMemoryError} or another error, where the device reported one since the last reading
   */
  async read(from: GPUBufferBinding, bytes: number): Promise<ArrayBuffer> {
    const staging = this.#take(bytes);
    this.#recording.copy(from, { buffer: staging, offset: 0 }, bytes);
    await this.#flushSoon();
    try {
      await staging.mapAsync(MAP_READ_MODE, 0, staging.size);
    } catch (cause) {
      staging.destroy();
      throw await this.#health.explain(cause);
    }
    const values = staging.getMappedRange(0, bytes).slice(0);
    staging.unmap();
    if (staging.size <= KEPT_STAGING) this.#staging.push(staging);
    else staging.destroy();
    this.#health.check();
    return values;
  }

  dispose(): void {
    for (const buffer of this.#staging.splice(0)) buffer.destroy();
  }

  /** Submits once all readbacks that begin in this turn have been recorded. */
  #flushSoon(): Promise<void> {
    this.#flush ??= Promise.resolve().then(() => {
      this.#flush = null;
      this.#recording.submit();
    });
    return this.#flush;
  }

  #take(bytes: number): GPUBuffer {
    const index = this.#staging.findIndex(({ size }) => size >= bytes);
    if (index >= 0) return this.#staging.splice(index, 1)[0]!;
    const size = Math.max(LEAST_STAGING, Math.ceil(bytes / 16) * 16);
    return this.#device.createBuffer({ size, usage: READ_USAGE });
  }
}
