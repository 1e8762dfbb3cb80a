/**
 * Fixed addresses at the start of the shared memory; everything from HEAP_START on belongs to the allocator.
 * The same numbers stand in ../memory-layout.ts.
 */

/** Ticket (u64), see threads.ts. */
export const TICKET: usize = 64;
/** Number of finished tasks of the current job (i32); on a cache line of its own, as the words below. */
export const DONE: usize = 128;
/** Counts the jobs ever given (i32); sleeping threads wait on it. */
export const WAKE: usize = 192;
/** How many threads sleep on WAKE (i32): without sleepers the caller saves the system call. */
export const SLEEPING: usize = 256;
/** Kind of the current job (i32). */
export const JOB: usize = 320;
/** Arguments of the current job, ARGUMENT_WORDS words. */
export const ARGUMENTS: usize = 384;
/**
 * The job that waits for threads that have nothing else to do: its ticket, its finished tasks and its arguments, as above
 * and each on a cache line of its own.
 */
export const LATER_TICKET: usize = 960;
export const LATER_DONE: usize = 1024;
export const LATER_ARGUMENTS: usize = 1088;

/** Private area of thread 0; that of thread i is SCRATCH_BYTES · i further. */
export const SCRATCH: usize = 4096;
export const SCRATCH_BYTES: usize = 16384;

// @ts-ignore: decorator
@inline
export function argument(index: i32): usize {
  return <usize>load<u32>(ARGUMENTS + ((<usize>index) << 2));
}

// @ts-ignore: decorator
@inline
export function argumentF32(index: i32): f32 {
  return load<f32>(ARGUMENTS + ((<usize>index) << 2));
}

// @ts-ignore: decorator
@inline
export function laterArgument(index: i32): usize {
  return <usize>load<u32>(LATER_ARGUMENTS + ((<usize>index) << 2));
}
