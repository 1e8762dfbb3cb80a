import { WebgpuDeviceLostError, WebgpuOutOfMemoryError } from './errors.ts';

/**
 * After a failed readback the device says within this time, in milliseconds, whether it is lost: the word of it waits
 * for the pipelines that the browser is compiling.
 */
const LOSS_NOTICE = 20_000;
/** The same where an error was reported, which may be all there is to say. */
const LOSS_NOTICE_AFTER_ERROR = 500;

/** What the device reports beside its results: errors of what was submitted, and its loss. */
export class DeviceHealth {
  readonly #device: GPUDevice;
  #failure: Error | null = null;
  #lost: string | null = null;

  /** @param poolBytes what the buffers take now */
  constructor(device: GPUDevice, poolBytes: () => number) {
    this.#device = device;
    device.addEventListener('uncapturederror', ({ error }) => {
      this.#failure ??=
        error instanceof GPUOutOfMemoryError
          ? new WebgpuOutOfMemoryError(poolBytes(), 0)
          : new Error(`WebGPU: ${error.message}`);
    });
    void device.lost.then(({ message }) => {
      this.#lost = message;
    });
  }

  /** @throws what was reported since the last time */
  check(): void {
    if (this.#failure) throw this.#takeFailure();
  }

  /** Why something that was waited for has failed. */
  async explain(cause: unknown): Promise<Error> {
    // A loss often comes with errors of its own making, so it is asked for first.
    const patience = this.#failure ? LOSS_NOTICE_AFTER_ERROR : LOSS_NOTICE;
    await Promise.race([this.#device.lost, new Promise((resolve) => setTimeout(resolve, patience))]);
    if (this.#lost !== null) return new WebgpuDeviceLostError(this.#lost);
    if (this.#failure) return this.#takeFailure();
    return cause instanceof Error ? cause : new Error(String(cause));
  }

  #takeFailure(): Error {
    const failure = this.#failure!;
    this.#failure = null;
    return failure;
  }
}
