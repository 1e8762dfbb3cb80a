import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BufferPool, capacityFor } from './buffer-pool.ts';
import { WebgpuOutOfMemoryError } from './errors.ts';

const MEBIBYTE = 2 ** 20;

/** Creates buffers that know their size and whether they were destroyed. */
function fakeDevice() {
  const buffers = new Set<{ readonly size: number }>();
  const device = {
    limits: { maxBufferSize: 1024 * MEBIBYTE, maxStorageBufferBindingSize: 512 * MEBIBYTE },
    created: 0,
    get bytes() {
      return [...buffers].reduce((sum, { size }) => sum + size, 0);
    },
    createBuffer({ size }: GPUBufferDescriptor) {
      device.created += 1;
      const buffer = { size, destroy: () => buffers.delete(buffer) };
      buffers.add(buffer);
      return buffer;
    },
  };
  return device;
}

function poolOn(device: ReturnType<typeof fakeDevice>, limit = 1024 * MEBIBYTE): BufferPool {
  return new BufferPool(device as unknown as GPUDevice, 0, limit);
}

/** Takes buffers of these sizes, all at once, and gives them back. */
function step(pool: BufferPool, sizes: readonly number[]): void {
  const buffers = sizes.map((size) => pool.acquire(size));
  for (const buffer of buffers) pool.release(buffer);
  pool.submitted();
}

describe('buffer pool', () => {
  test('a step that asks for the same again creates nothing', () => {
    const device = fakeDevice();
    const pool = poolOn(device);
    const sizes = [9 * MEBIBYTE, 4, 300, MEBIBYTE, 9 * MEBIBYTE, 77_777];
    step(pool, sizes);
    const { created } = device;
    step(pool, sizes);
    step(pool, [...sizes].reverse());
    expect(device.created).toBe(created);
  });

  test('a ragged last batch fits into what the full batches left', () => {
    const device = fakeDevice();
    const pool = poolOn(device);
    const full = Array.from({ length: 40 }, (_, index) => (index + 5) * 100_000);
    step(pool, full);
    const { bytes } = device;
    step(
      pool,
      full.map((size) => Math.ceil(size * 0.3)),
    );
    expect(device.bytes).toBeLessThan(1.26 * bytes);
    step(pool, full);
    expect(device.bytes).toBeLessThan(1.26 * bytes);
  });

  test('the pool stays within a quarter of what was live at once, whatever large buffers are asked for', () => {
    const size = fc.integer({ min: 65_536, max: 40 * MEBIBYTE });
    const steps = fc.array(fc.array(size, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(steps, (steps) => {
        const device = fakeDevice();
        const pool = poolOn(device);
        let peak = 0;
        for (const sizes of steps) {
          step(pool, sizes);
          peak = Math.max(
            peak,
            sizes.reduce((sum, bytes) => sum + capacityFor(bytes), 0),
          );
          expect(device.bytes).toBeLessThanOrEqual(1.25 * peak);
          expect(pool.use.poolBytes).toBe(device.bytes);
          expect(pool.use.liveBytes).toBe(0);
        }
      }),
    );
  });

  test('a buffer is destroyed only after what may use it was submitted', () => {
    const device = fakeDevice();
    const pool = poolOn(device, 10 * MEBIBYTE);
    pool.release(pool.acquire(6 * MEBIBYTE));
    const second = pool.acquire(8 * MEBIBYTE);
    expect(device.bytes).toBe(14 * MEBIBYTE);
    pool.submitted();
    expect(device.bytes).toBe(8 * MEBIBYTE);
    expect(pool.isClean(second)).toBe(true);
  });

  test('a clean buffer is preferred where the queue is to write at once', () => {
    const pool = poolOn(fakeDevice());
    const [first, second] = [pool.acquire(MEBIBYTE), pool.acquire(MEBIBYTE)];
    pool.release(first);
    pool.submitted();
    pool.release(second);
    expect(pool.isClean(pool.acquire(MEBIBYTE, true))).toBe(true);
    expect(pool.isClean(pool.acquire(MEBIBYTE, true))).toBe(false);
  });

  test('too much is refused before anything is created, and says what to lower', () => {
    const device = fakeDevice();
    const pool = poolOn(device, 10 * MEBIBYTE);
    const held = pool.acquire(6 * MEBIBYTE);
    expect(() => pool.acquire(5 * MEBIBYTE)).toThrow(WebgpuOutOfMemoryError);
    expect(() => pool.acquire(20 * MEBIBYTE)).toThrow(/Lower the batch size or the width/);
    expect(device.bytes).toBe(6 * MEBIBYTE);
    pool.release(held);
    pool.acquire(9 * MEBIBYTE);
  });
});

test('capacities waste at most a sixteenth, beyond the alignment', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (bytes) => {
      const capacity = capacityFor(bytes);
      expect(capacity).toBeGreaterThanOrEqual(bytes);
      expect(capacity % 256).toBe(0);
      expect(capacity - bytes).toBeLessThan(Math.max(256, bytes / 16 + 1));
    }),
  );
});
