import { WebgpuDeviceLostError } from '../../kernels/webgpu/errors.ts';
import { LabError } from '../../lab/lab-error.ts';
import { webgpu } from './backends/webgpu.ts';

/** A device that is lost this often within one run will be lost again. */
const MOST_LOSSES = 3;

/** Brings the graphics device of one run back when it is lost. */
export class DeviceRecovery {
  private losses = 0;

  /**
   * Starts the backend anew after a loss.
   *
   * @throws the error itself, where it is no loss; LabError `device-lost` at the third
   */
  async recover(error: unknown): Promise<void> {
    if (!(error instanceof WebgpuDeviceLostError)) throw error;
    this.losses += 1;
    if (this.losses >= MOST_LOSSES) {
      throw new LabError(
        'device-lost',
        `The graphics device was lost ${this.losses} times in this run. The last time: ${error.message}`,
        'The curve up to here is kept. Choose the SIMD backend, which runs on the processor, and train again.',
        { cause: error },
      );
    }
    await webgpu.start();
  }
}
