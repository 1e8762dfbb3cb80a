import { WebgpuOutOfMemoryError } from './errors.ts';

/** Buffers are multiples of this many bytes: the least alignment of an offset that every device allows. */
const GRANULE = 256;
/** A free buffer serves a request if it is at most this much larger. */
const CLOSE_FIT = 1.125;
/** Larger ones serve too, rather than new ones, until they waste this share of the largest live size. */
const WASTE = 0.1;
/** The pool gives free buffers back rather than grow beyond this share of the largest live size. */
const SLACK = 1.25;
/** A buffer this small may be created at once where a clean one is wanted. */
const SMALL = 65_536;

/** What the pool holds, in bytes. */
export interface PoolUse {
  /** Asked for and not given back. */
  readonly liveBytes: number;
  /** The most that was ever live at once. */
  readonly peakBytes: number;
  /** Size of all buffers. */
  readonly poolBytes: number;
  /** Size that the pool may reach. */
  readonly limitBytes: number;
}

interface Block {
  readonly buffer: GPUBuffer;
  readonly capacity: number;
  /** Bytes asked for by the present owner, as such and as a capacity. */
  requested: number;
  needed: number;
  /** Number of the submission that was being recorded when it was last given back. */
  releasedAt: number;
}

/**
 * Storage buffers of the tensors. The stock pool is keyed on the exact size and never frees, so that every new batch
 * size adds a pool of its own. Here a request takes the closest free buffer that is not much larger, and the pool never
 * exceeds what was ever live at once by more than a quarter: idle buffers are given back before. A training step asks
 * for the same sizes again and again, so it soon finds all it needs.
 */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #usage: GPUBufferUsageFlags;
  readonly #limit: number;
  /** Largest size of one buffer: it must be bindable as a whole. */
  readonly #largest: number;
  /** In the order of their capacities. */
  readonly #free: Block[] = [];
  readonly #used = new Map<GPUBuffer, Block>();
  /** Given back to the device at the next submission, as commands that are not yet submitted may name them. */
  #doomed: Block[] = [];
  #submission = 0;
  #live = 0;
  /** The same as capacities, and what the live buffers are larger than that. */
  #liveCapacity = 0;
  #waste = 0;
  #peak = 0;
  #peakCapacity = 0;
  #pool = 0;
  #disposed = false;

  /** @param limitBytes size that the pool may reach */
  constructor(device: GPUDevice, usage: GPUBufferUsageFlags, limitBytes: number) {
    this.#device = device;
    this.#usage = usage;
    this.#limit = limitBytes;
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    this.#largest = Math.min(maxBufferSize, maxStorageBufferBindingSize, limitBytes);
  }

  get use(): PoolUse {
    return {
      liveBytes: this.#live,
      peakBytes: this.#peak,
      poolBytes: this.#pool,
      limitBytes: this.#limit,
    };
  }

  /** Largest tensor that fits one buffer, in bytes. */
  get largestBytes(): number {
    return this.#largest;
  }

  /**
   * A buffer of at least `bytes` bytes; its values are undefined.
   *
   * @param clean preferably one that no recorded command still uses, so that the queue may write to it at once
   * @throws {WebgpuOutOfMemoryError} where the limits leave no room; nothing was allocated then
   */
  acquire(bytes: number, clean = false): GPUBuffer {
    const capacity = capacityFor(bytes);
    if (capacity > this.#largest) throw new WebgpuOutOfMemoryError(bytes, this.#largest);
    const spare = WASTE * this.#peakCapacity - this.#waste;
    const block =
      this.#take(capacity, Math.max(CLOSE_FIT * capacity, capacity + GRANULE), clean) ??
      this.#take(capacity, capacity + spare, clean) ??
      this.#create(capacity);
    block.requested = bytes;
    block.needed = capacity;
    this.#used.set(block.buffer, block);
    this.#live += bytes;
    this.#liveCapacity += capacity;
    this.#waste += block.capacity - capacity;
    this.#peak = Math.max(this.#peak, this.#live);
    this.#peakCapacity = Math.max(this.#peakCapacity, this.#liveCapacity);
    return block.buffer;
  }

  /** Tensors may outlive the pool: those of a lost device are disposed when the next one is there. */
  release(buffer: GPUBuffer): void {
    if (this.#disposed) return;
    const block = this.#used.get(buffer);
    if (!block) throw new Error('The buffer is not of this pool');
    this.#used.delete(buffer);
    this.#live -= block.requested;
    this.#liveCapacity -= block.needed;
    this.#waste -= block.capacity - block.needed;
    block.releasedAt = this.#submission;
    this.#free.splice(this.#firstOf(block.capacity), 0, block);
  }

  /** Whether commands that are recorded but not submitted may use the buffer, which is in use now. */
  isClean(buffer: GPUBuffer): boolean {
    return this.#used.get(buffer)!.releasedAt < this.#submission;
  }

  /** To be called after each submission. */
  submitted(): void {
    this.#submission += 1;
    for (const { buffer } of this.#doomed.splice(0)) buffer.destroy();
  }

  dispose(): void {
    for (const { buffer } of [...this.#free, ...this.#used.values(), ...this.#doomed]) buffer.destroy();
    this.#free.length = 0;
    this.#used.clear();
    this.#doomed = [];
    this.#pool = 0;
    this.#disposed = true;
  }

  /** First place in the list of free blocks whose capacity is not below this. */
  #firstOf(capacity: number): number {
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#free[middle]!.capacity < capacity) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #take(capacity: number, most: number, clean: boolean): Block | undefined {
    const free = this.#free;
    const first = this.#firstOf(capacity);
    let index = first;
    if (clean) {
      while (index < free.length && free[index]!.releasedAt >= this.#submission) index += 1;
      const found = free[index];
      if (!found || found.capacity > most) {
        // Creating a small one is cheaper than a submission; the pool soon has enough of them.
        if (capacity <= SMALL) return undefined;
        index = first;
      }
    }
    const block = free[index];
    if (!block || block.capacity > most) return undefined;
    free.splice(index, 1);
    return block;
  }

  #create(capacity: number): Block {
    const allowed = Math.min(
      this.#limit,
      SLACK * Math.max(this.#peakCapacity, this.#liveCapacity + capacity),
    );
    while (this.#pool + capacity > allowed && this.#free.length > 0) this.#doomOldest();
    if (this.#pool + capacity > this.#limit) {
      throw new WebgpuOutOfMemoryError(capacity, this.#limit - this.#liveCapacity);
    }
    const buffer = this.#device.createBuffer({ size: capacity, usage: this.#usage });
    this.#pool += capacity;
    return { buffer, capacity, requested: 0, needed: 0, releasedAt: -1 };
  }

  #doomOldest(): void {
    let oldest = 0;
    for (let index = 1; index < this.#free.length; index++) {
      if (this.#free[index]!.releasedAt < this.#free[oldest]!.releasedAt) oldest = index;
    }
    const [block] = this.#free.splice(oldest, 1) as [Block];
    this.#pool -= block.capacity;
    this.#doomed.push(block);
  }
}

/** Sizes are rounded up to sixteen steps in each doubling, so that nearly equal ones share their buffers. */
export function capacityFor(bytes: number): number {
  const step = Math.max(GRANULE, 2 ** (Math.floor(Math.log2(Math.max(1, bytes))) - 4));
  return Math.max(1, Math.ceil(bytes / step)) * step;
}
