/** Fixed addresses in the shared memory, as in assembly/layout.ts. */

/** Address of the current job's arguments, 32 bits each. */
export const ARGUMENTS = 384;
/** Address of the arguments of the job that waits for threads with nothing else to do. */
export const LATER_ARGUMENTS = 1088;
/** Private areas of the threads. */
const SCRATCH = 4096;
const SCRATCH_BYTES = 16_384;
/** Threads beyond this many would bring nothing here: the products have too few tiles. */
export const MAX_THREADS = 32;
/** First byte that the allocator may give away. */
export const HEAP_START = SCRATCH + MAX_THREADS * SCRATCH_BYTES;
