/** The process that measures WebGPU without a browser, by the code of the bench page. WebGPU has to be there before tfjs. */
import { provideWebgpu } from '../../cli/node-engine/provide-webgpu.ts';
import type { BenchEvent } from '../../src/lab/bench/device-report.ts';
import type { BenchRequest } from '../report.ts';

process.once('message', ({ only }: BenchRequest) => {
  void (async () => {
    await provideWebgpu();
    const { measureDevice } = await import('../../src/worker/bench/measure-device.ts');
    const tell = async (event: BenchEvent) => {
      process.send!(event);
      if (event.kind === 'environment' && !event.environment.adapter) process.exit(0);
    };
    // The simd kernels need a browser's threads.
    await measureDevice('thorough', tell, ({ name, backend }) => backend !== 'simd' && name.includes(only));
    process.exit(0);
  })().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
