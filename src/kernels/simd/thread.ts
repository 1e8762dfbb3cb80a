/** Entry of a thread of the `simd` backend: a worker that takes tasks until it is terminated. */
import { instantiateKernels } from './kernel-module.ts';

export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
}

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = async ({ data }: MessageEvent<ThreadStart>) => {
  const kernels = await instantiateKernels(data.module, data.memory);
  kernels.enter(data.thread);
  scope.postMessage('ready');
  kernels.serve();
};
