/** A block begins on a cache line and is whole lines long, so that vectors may pass the end of the values. */
const ALIGNMENT = 64;
const PAGE = 65_536;
/** Growing asks the system for pages, so it is done for several blocks at once: at least this share of the heap. */
const GROWTH = 1 / 16;

/** What the heap holds, in bytes. */
export interface HeapUse {
  /** Given away now. */
  readonly liveBytes: number;
  /** The most ever given away at once. */
  readonly peakBytes: number;
  /** Size of the WebAssembly memory. */
  readonly heapBytes: number;
  /** Size that it may reach. */
  readonly limitBytes: number;
}

/** The memory cannot hold one more block; says what a person can lower. */
export class SimdOutOfMemoryError extends Error {
  readonly neededBytes: number;
  readonly availableBytes: number;

  constructor(neededBytes: number, availableBytes: number) {
    super(
      `Out of memory: ${megabytes(neededBytes)} MB more are needed and ${megabytes(availableBytes)} MB are left. ` +
        'Lower the batch size or the width of the network.',
    );
    this.name = 'SimdOutOfMemoryError';
    this.neededBytes = neededBytes;
    this.availableBytes = availableBytes;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);
}

interface FreeBlock {
  start: number;
  bytes: number;
}

/**
 * Allocator of the tensors' memory: best fit over a list of free blocks that is kept in the order of addresses, so
 * that neighbours merge. A training step asks for the same sizes again and again, which best fit serves without
 * fragmentation, and a step has a few hundred live blocks, so walking the list costs nothing beside a kernel.
 */
export class SharedHeap {
  readonly #memory: WebAssembly.Memory;
  readonly #limit: number;
  readonly #free: FreeBlock[] = [];
  readonly #sizes = new Map<number, number>();
  #end: number;
  #live = 0;
  #peak = 0;

  /**
   * @param start first byte that may be given away
   * @param limitBytes size that the memory may reach, at most its declared maximum
   */
  constructor(memory: WebAssembly.Memory, start: number, limitBytes: number) {
    this.#memory = memory;
    this.#end = Math.ceil(start / ALIGNMENT) * ALIGNMENT;
    this.#limit = limitBytes;
  }

  get use(): HeapUse {
    return {
      liveBytes: this.#live,
      peakBytes: this.#peak,
      heapBytes: this.#memory.buffer.byteLength,
      limitBytes: this.#limit,
    };
  }

  /** Starts the peak anew, at what is live now. */
  resetPeak(): void {
    this.#peak = this.#live;
  }

  /**
   * @returns address of at least `bytes` bytes, not zeroed
   * @throws {SimdOutOfMemoryError} where the limit or the system leaves no room
   */
  allocate(bytes: number): number {
    const size = Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
    const start = this.#reuse(size) ?? this.#extend(size);
    this.#sizes.set(start, size);
    this.#live += size;
    this.#peak = Math.max(this.#peak, this.#live);
    return start;
  }

  free(start: number): void {
    const bytes = this.#sizes.get(start);
    if (bytes === undefined) throw new Error(`No block begins at ${start}`);
    this.#sizes.delete(start);
    this.#live -= bytes;
    const blocks = this.#free;
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (blocks[middle]!.start < start) low = middle + 1;
      else high = middle;
    }
    const before = blocks[low - 1];
    const after = blocks[low];
    const joinsBefore = before !== undefined && before.start + before.bytes === start;
    const joinsAfter = after !== undefined && start + bytes === after.start;
    if (joinsBefore && joinsAfter) {
      before.bytes += bytes + after.bytes;
      blocks.splice(low, 1);
    } else if (joinsBefore) {
      before.bytes += bytes;
    } else if (joinsAfter) {
      after.start = start;
      after.bytes += bytes;
    } else {
      blocks.splice(low, 0, { start, bytes });
    }
    const last = blocks[blocks.length - 1]!;
    if (last.start + last.bytes === this.#end) {
      this.#end = last.start;
      blocks.pop();
    }
  }

  #reuse(size: number): number | undefined {
    let best = -1;
    for (let i = 0; i < this.#free.length; i++) {
      const { bytes } = this.#free[i]!;
      if (bytes >= size && (best < 0 || bytes < this.#free[best]!.bytes)) {
        best = i;
        if (bytes === size) break;
      }
    }
    const block = this.#free[best];
    if (!block) return undefined;
    const start = block.start;
    if (block.bytes === size) {
      this.#free.splice(best, 1);
    } else {
      block.start += size;
      block.bytes -= size;
    }
    return start;
  }

  #extend(size: number): number {
    const start = this.#end;
    // One line beyond the last block stays unused: vectors may read past its end.
    const needed = start + size + ALIGNMENT;
    const heap = this.#memory.buffer.byteLength;
    if (needed > heap) {
      const wish = Math.min(this.#limit, Math.max(needed, heap * (1 + GROWTH)));
      if (needed > this.#limit || !(this.#grow(wish - heap) || this.#grow(needed - heap))) {
        throw new SimdOutOfMemoryError(size, this.#limit - this.#live);
      }
    }
    this.#end = start + size;
    return start;
  }

  #grow(bytes: number): boolean {
    try {
      this.#memory.grow(Math.ceil(bytes / PAGE));
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}
