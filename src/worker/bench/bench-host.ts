import type { BenchWorker } from '../protocol.ts';

/** What measures this device; its code is fetched when it is asked for. */
export class BenchHost implements BenchWorker {
  measure: BenchWorker['measure'] = async (thoroughness, stepsOf, onEvent) => {
    const { measureDevice } = await import('./measure-device.ts');
    await measureDevice(
      thoroughness,
      onEvent,
      ({ name, backend }) => stepsOf === null || (backend === stepsOf && name.startsWith('step/')),
    );
  };
}
