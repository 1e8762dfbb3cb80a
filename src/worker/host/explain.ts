import { SimdOutOfMemoryError } from '../../kernels/simd/shared-heap.ts';
import {
  WebgpuDeviceLostError,
  WebgpuOutOfMemoryError,
  WebgpuTooManyRowsError,
} from '../../kernels/webgpu/errors.ts';
import { LabError } from '../../lab/lab-error.ts';
import { deviceLost } from './device-recovery.ts';

/** Errors of the kernels, which know nothing of the lab, in the lab's words. */
export function explain(
  error: unknown,
  outOfRoomRemedy = 'The curve up to here is kept. Lower the batch or the width, and train again.',
): unknown {
  if (error instanceof WebgpuDeviceLostError) return deviceLost(error.message, error);
  const outOfRoom = [SimdOutOfMemoryError, WebgpuOutOfMemoryError, WebgpuTooManyRowsError];
  if (!outOfRoom.some((kind) => error instanceof kind) || !(error instanceof Error)) return error;
  return new LabError('out-of-memory', error.message, outOfRoomRemedy, { cause: error });
}
