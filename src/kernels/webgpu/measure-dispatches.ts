import type { Dispatch } from './dispatch.ts';
import { MAP_READ_MODE, QUERY_USAGE, READ_USAGE } from './gpu-flags.ts';
import { encode, type Prepared } from './programs.ts';

/**
 * Runs dispatches on the device, each `repeats` times, apart from what is being recorded.
 *
 * @returns the time of each dispatch's repetitions together, in nanoseconds
 */
export async function measureDispatches(
  device: GPUDevice,
  dispatches: readonly Dispatch[],
  repeats: number,
  prepare: (dispatch: Dispatch) => Prepared,
): Promise<readonly number[]> {
  const count = 2 * dispatches.length;
  const bytes = 8 * count;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({ size: bytes, usage: QUERY_USAGE });
  const staging = device.createBuffer({ size: bytes, usage: READ_USAGE });
  try {
    dispatches.forEach((dispatch, index) => {
      const prepared = prepare(dispatch);
      // One submission each: systems end a submission that takes seconds, and the device with it.
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass({
        timestampWrites: {
          querySet,
          beginningOfPassWriteIndex: 2 * index,
          endOfPassWriteIndex: 2 * index + 1,
        },
      });
      for (let repeat = 0; repeat < repeats; repeat++) encode(pass, prepared, dispatch.workgroups);
      pass.end();
      device.queue.submit([encoder.finish()]);
    });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(MAP_READ_MODE);
    const stamps = new BigUint64Array(staging.getMappedRange());
    return dispatches.map((_, index) => Number(stamps[2 * index + 1]! - stamps[2 * index]!));
  } finally {
    querySet.destroy();
    resolved.destroy();
    staging.destroy();
  }
}
