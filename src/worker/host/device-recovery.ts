import { adapterName, requestWebgpuAdapter } from '../../kernels/webgpu/device.ts';
import { WebgpuDeviceLostError } from '../../kernels/webgpu/errors.ts';
import { LabError } from '../../lab/lab-error.ts';
import { webgpu } from './backends/webgpu.ts';

/** A device that is lost this often within one run will be lost again. */
const MOST_LOSSES = 3;

/** A loss that ends the run; the page offers SIMD with it. */
export function deviceLost(message: string, cause: unknown): LabError {
  return new LabError(
    'device-lost',
    message,
    'The curve up to here is kept. Choose the SIMD backend, which runs on the processor, and train again.',
    { cause },
  );
}

/**
 * Starts the backend anew after a loss, on the adapter that it had: another one, say the software adapter that a browser
 * falls back to after a crash, is not what the run's record names.
 *
 * @param device name of the adapter that it had
 * @throws LabError `device-lost` where that does not come back
 */
export async function restartWebgpu(device: string): Promise<void> {
  try {
    const adapter = await requestWebgpuAdapter();
    if (!adapter) throw new Error('The browser offers no WebGPU adapter any more.');
    const name = adapterName(adapter.info);
    if (name !== device) throw new Error(`The browser now offers another adapter, ${name}.`);
    await webgpu.start();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw deviceLost(`The graphics device was lost, and could not be had again. ${why}`, cause);
  }
}

/** Brings the graphics device of one run back when it is lost. */
export class DeviceRecovery {
  private losses = 0;
  private readonly device: string;

  /** @param device name of the adapter that the run began on */
  constructor(device: string) {
    this.device = device;
  }

  /**
   * Starts the backend anew after a loss.
   *
   * @throws the error itself, where it is no loss; LabError `device-lost` at the third, or where no device comes back
   */
  async recover(error: unknown): Promise<void> {
    if (!(error instanceof WebgpuDeviceLostError)) throw error;
    this.losses += 1;
    if (this.losses >= MOST_LOSSES) {
      throw deviceLost(
        `The graphics device was lost ${this.losses} times in this run. The last time: ${error.message}`,
        error,
      );
    }
    await restartWebgpu(this.device);
  }
}
