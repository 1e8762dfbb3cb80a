import { relaxedSimd } from 'wasm-feature-detect';

/** Functions of the compiled kernels (assembly/index.ts). */
export interface KernelExports {
  /** Gives this thread its scratch area; before anything else. */
  enter(thread: number): void;
  /** Runs all tasks of a job whose arguments are written, with the help of the other threads. */
  run(job: number, count: number, threads: number, mayWait: number): void;
  /** Begins the job that threads take up where they have nothing else to do. */
  begin(count: number, threads: number): void;
  /** Returns when it is done, and does what nobody has taken. */
  finish(mayWait: number): void;
  /** Takes tasks for ever. */
  serve(): void;
  combineStatistics(): void;
  combineGradientSums(): void;
}

export type KernelVariant = 'relaxed' | 'plain';

/** The build this engine can run: relaxed SIMD has a fused multiply-add, plain SIMD multiplies and then adds. */
export async function preferredVariant(): Promise<KernelVariant> {
  return (await relaxedSimd()) ? 'relaxed' : 'plain';
}

const BUILDS = {
  relaxed: () => import('virtual:simd-kernels/relaxed'),
  plain: () => import('virtual:simd-kernels/plain'),
  'relaxed-unshared': () => import('virtual:simd-kernels/relaxed-unshared'),
  'plain-unshared': () => import('virtual:simd-kernels/plain-unshared'),
} as const;

/** @param shared whether the memory that they are to work on is shared between threads: the module must say so */
export async function compileKernels(variant: KernelVariant, shared: boolean): Promise<WebAssembly.Module> {
  const { default: bytes } = await BUILDS[shared ? variant : (`${variant}-unshared` as const)]();
  return WebAssembly.compile(bytes);
}

export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<KernelExports> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as KernelExports;
}
