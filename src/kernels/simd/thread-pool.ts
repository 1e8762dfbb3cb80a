import type { Job } from './jobs.ts';
import type { KernelExports } from './kernel-module.ts';
import { ARGUMENTS, LATER_ARGUMENTS, MAX_THREADS } from './memory-layout.ts';
import type { StartedThread, StartThread } from './start-thread.ts';
import THREAD_SCRIPT from './thread.ts?worker&url';

/** One argument of a job: an integer or address, or a float in its own wrapping. */
export type Argument = number | { readonly float: number };

/**
 * Runs jobs on this thread and on workers, over one shared memory (assembly/threads.ts has the protocol).
 * The workers sleep when there is nothing to do.
 */
export class ThreadPool {
  readonly #module: WebAssembly.Module;
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: KernelExports;
  readonly #startThread: StartThread;
  readonly #workers: StartedThread[] = [];
  readonly #integers: Uint32Array;
  readonly #floats: Float32Array;
  #places = 1;
  /** Windows may not block; they spin. */
  readonly #mayWait = typeof document === 'undefined' ? 1 : 0;

  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    kernels: KernelExports,
    startThread: StartThread,
  ) {
    this.#module = module;
    this.#memory = memory;
    this.#kernels = kernels;
    this.#startThread = startThread;
    this.#integers = new Uint32Array(memory.buffer, ARGUMENTS, 128);
    this.#floats = new Float32Array(memory.buffer, ARGUMENTS, 128);
    kernels.enter(0);
  }

  /** Number of threads, this one included. */
  get threads(): number {
    return this.#workers.length + 1;
  }

  /** Numbers of threads that may be running: while some start, those count. */
  get places(): number {
    return this.#places;
  }

  /**
   * Starts or ends workers until there are `threads`, this one included; resolves when they are ready. Where the
   * browser does not start one, or shares no memory, there are fewer.
   */
  async resize(threads: number): Promise<void> {
    // A thread that is ended takes the task that it does along.
    this.finish();
    const most = this.#memory.buffer instanceof ArrayBuffer ? 1 : MAX_THREADS;
    const workers = Math.max(0, Math.min(most, Math.floor(threads)) - 1);
    while (this.#workers.length > workers) this.#workers.pop()?.terminate();
    const first = this.#workers.length;
    this.#places = workers + 1;
    const started = Array.from({ length: workers - first }, (_, index) => this.#start(first + index + 1));
    const results = await Promise.allSettled(started);
    const failed = results.findIndex(({ status }) => status === 'rejected');
    results.forEach((result, index) => {
      if (result.status === 'rejected') return;
      // Each thread has a place of its own in memory by its number, so the numbers in use must have no gap.
      if (failed < 0 || index < failed) this.#workers.push(result.value);
      else result.value.terminate();
    });
  }

  /** Writes the arguments, runs `count` tasks and returns when all are done. */
  run(job: Job, count: number, args: readonly Argument[]): void {
    this.write(args);
    this.#kernels.run(job, count, this.threads, this.#mayWait);
  }

  /**
   * Begins to make a batch of images on threads that have nothing else to do, one task for each image
   * (assembly/image-batch.ts); the batch before is finished.
   */
  begin(count: number, args: readonly number[]): void {
    new Uint32Array(this.#memory.buffer, LATER_ARGUMENTS, args.length).set(args);
    this.#kernels.begin(count, this.threads);
  }

  /** Returns when what was begun is done; this thread does what the others have left. */
  finish(): void {
    this.#kernels.finish(this.#mayWait);
  }

  write(args: readonly Argument[]): void {
    for (let index = 0; index < args.length; index++) {
      const value = args[index]!;
      if (typeof value === 'number') this.#integers[index] = value;
      else this.#floats[index] = value.float;
    }
  }

  #start(thread: number): Promise<StartedThread> {
    return this.#startThread(THREAD_SCRIPT, { module: this.#module, memory: this.#memory, thread });
  }

  dispose(): void {
    for (const worker of this.#workers.splice(0)) worker.terminate();
  }
}
