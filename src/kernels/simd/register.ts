import * as tf from '@tensorflow/tfjs-core';
import { registerCpuBackend } from '../cpu/register.ts';
import { registerKernels } from '../kernel.ts';
import { compileKernels, instantiateKernels, type KernelVariant, preferredVariant } from './kernel-module.ts';
import { SIMD_KERNELS } from './kernels/registry.ts';
import { HEAP_START, MAX_THREADS } from './memory-layout.ts';
import { type HeapUse, SharedHeap } from './shared-heap.ts';
import { SimdBackend } from './simd-backend.ts';
import { type StartThread, startNestedThread } from './start-thread.ts';
import { ThreadPool } from './thread-pool.ts';

const BACKEND_NAME = 'simd';
const PAGE = 65_536;
const GIBIBYTE = 2 ** 30;
/** What 32-bit addresses reach. */
const MOST_PAGES = 65_536;
/** Size of a memory that is not shared: 1 GiB, or what the browser gives. */
const UNSHARED_PAGES = MOST_PAGES / 4;
/** Share of the device's memory (as far as the browser tells it) that the tensors may take. */
const MEMORY_SHARE = 3 / 4;

export interface SimdBackendOptions {
  /** Threads, the calling one included; by default one for each logical processor. */
  readonly threads?: number;
  /** Which build of the kernels; by default the best that the engine runs. */
  readonly variant?: KernelVariant;
  /** Most bytes that the tensors may take; by default 4 GiB, less where the device reports little memory. */
  readonly memoryLimit?: number;
  /** By whom the other threads are started; by default by the calling one. */
  readonly startThread?: StartThread;
}

export interface SimdBackendStatus {
  /** Threads in use, the calling one included. */
  readonly threads: number;
  /** Whether the engine's fused multiply-add is used (relaxed SIMD). */
  readonly relaxedSimd: boolean;
  /** Whether the page is cross-origin isolated, without which there is one thread only. */
  readonly isolated: boolean;
  /** Why there are fewer threads or no relaxed SIMD, in a sentence for a person; undefined if nothing is missing. */
  readonly reason: string | undefined;
}

/**
 * Registers the `simd` backend with tfjs and waits until it can be chosen with `tf.setBackend('simd')`. To be called
 * in a worker: a window may not block, so there the calling thread spins while it waits for the others.
 *
 * @throws {Error} where the browser has no WebAssembly SIMD or gives no memory, with a sentence saying so
 */
export async function registerSimdBackend(options: SimdBackendOptions = {}): Promise<SimdBackendStatus> {
  const variant = options.variant ?? (await preferredVariant());
  const { memory, shared, maximum } = createMemory();
  let module: WebAssembly.Module;
  try {
    module = await compileKernels(variant, shared);
  } catch (error) {
    throw new Error('This browser cannot run WebAssembly SIMD, which the simd backend needs.', {
      cause: error,
    });
  }
  const kernels = await instantiateKernels(module, memory);
  const pool = new ThreadPool(module, memory, kernels, options.startThread ?? startNestedThread);
  const wanted = shared ? threadsFor(options.threads) : 1;
  await pool.resize(wanted);
  const heap = new SharedHeap(
    memory,
    HEAP_START,
    Math.min(options.memoryLimit ?? defaultLimit(), maximum * PAGE),
  );
  const backend = new SimdBackend(memory, heap, pool, kernels);
  registerOwnKernels();
  if (tf.findBackend(BACKEND_NAME)) tf.removeBackend(BACKEND_NAME);
  tf.registerBackend(BACKEND_NAME, () => backend);
  return statusOf(pool.threads, wanted, variant, shared);
}

/** Changes the number of threads, the calling one included; to be called between steps. */
export async function setSimdThreads(threads: number): Promise<number> {
  const backend = simdBackend();
  await backend.resize(threadsFor(threads));
  return backend.pool.threads;
}

/** Memory of the backend's tensors, in bytes. */
export function simdMemoryUse(): HeapUse {
  return simdBackend().heap.use;
}

/** Starts the peak of `simdMemoryUse` anew. */
export function resetSimdPeak(): void {
  simdBackend().heap.resetPeak();
}

/** Ends the threads and forgets the backend and all its tensors. */
export function disposeSimdBackend(): void {
  if (tf.findBackend(BACKEND_NAME)) tf.removeBackend(BACKEND_NAME);
}

function simdBackend(): SimdBackend {
  const backend = tf.findBackend(BACKEND_NAME);
  if (!(backend instanceof SimdBackend)) throw new Error('The simd backend is not registered');
  return backend;
}

let registered = false;

function registerOwnKernels(): void {
  if (registered) return;
  registered = true;
  registerCpuBackend();
  tf.copyRegisteredKernels('cpu', BACKEND_NAME);
  registerKernels<SimdBackend>(BACKEND_NAME, SIMD_KERNELS, (backend, body) => backend.attempt(body));
}

interface CreatedMemory {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  /** Pages that it may grow to. */
  readonly maximum: number;
}

/**
 * Address space is reserved for the maximum at once; a browser that refuses gets smaller wishes. Some browsers share no
 * memory on a page that is not cross-origin isolated. There it has its whole size from the start, as growing would take
 * it away from under the tensors' views; the system gives it pages when they are first written.
 */
function createMemory(): CreatedMemory {
  for (let maximum = MOST_PAGES; maximum >= MOST_PAGES / 16; maximum /= 2) {
    const initial = Math.ceil(HEAP_START / PAGE);
    const memory = tryMemory({ initial, maximum, shared: true });
    if (memory) return { memory, shared: true, maximum };
  }
  for (let maximum = UNSHARED_PAGES; maximum >= UNSHARED_PAGES / 16; maximum /= 2) {
    const memory = tryMemory({ initial: maximum, maximum });
    if (memory) return { memory, shared: false, maximum };
  }
  throw new Error('This browser gives no WebAssembly memory, which the simd backend needs.');
}

function tryMemory(wish: WebAssembly.MemoryDescriptor): WebAssembly.Memory | null {
  try {
    return new WebAssembly.Memory(wish);
  } catch {
    return null;
  }
}

function defaultLimit(): number {
  const reported = (navigator as Navigator & { readonly deviceMemory?: number }).deviceMemory;
  // The last page stays out of reach: addresses behind it would not fit 32 bits.
  const reachable = (MOST_PAGES - 1) * PAGE;
  return reported === undefined ? reachable : Math.min(reachable, reported * MEMORY_SHARE * GIBIBYTE);
}

/** One thread for each logical processor; one in all where memory cannot be shared between threads. */
export function mostSimdThreads(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.min(MAX_THREADS, navigator.hardwareConcurrency);
}

function threadsFor(wish: number | undefined): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.max(1, Math.min(MAX_THREADS, Math.floor(wish ?? mostSimdThreads())));
}

function statusOf(
  threads: number,
  wanted: number,
  variant: KernelVariant,
  shared: boolean,
): SimdBackendStatus {
  const isolated = globalThis.crossOriginIsolated;
  const reasons = [
    ...(isolated ? [] : ['one thread, because the page is not cross-origin isolated']),
    ...(isolated && !shared ? ['one thread, because the browser shares no memory between threads'] : []),
    ...(threads < wanted ? [`${threads} of ${wanted} threads, because the browser started no more`] : []),
    ...(variant === 'relaxed' ? [] : ['no fused multiply-add, because the browser has no relaxed SIMD']),
  ];
  return {
    threads,
    relaxedSimd: variant === 'relaxed',
    isolated,
    reason: reasons.length > 0 ? reasons.join('; ') : undefined,
  };
}
