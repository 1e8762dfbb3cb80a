import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedHeap, SimdOutOfMemoryError } from './shared-heap.ts';

function createHeap(limit = 64 * 2 ** 20): SharedHeap {
  return new SharedHeap(new WebAssembly.Memory({ initial: 1, maximum: 1024, shared: true }), 1000, limit);
}

test('blocks never overlap, and all freed is all free', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 50_000 }), release: fc.nat() }), {
        maxLength: 60,
      }),
      (operations) => {
        const heap = createHeap();
        const blocks: { start: number; bytes: number }[] = [];
        let live = 0;
        for (const { bytes, release } of operations) {
          const start = heap.allocate(bytes);
          expect(start % 64).toBe(0);
          expect(start).toBeGreaterThanOrEqual(1000);
          for (const other of blocks) {
            expect(start + bytes <= other.start || other.start + other.bytes <= start).toBe(true);
          }
          blocks.push({ start, bytes });
          live = heap.use.liveBytes;
          if (release % 2 === 0) {
            const [block] = blocks.splice(release % blocks.length, 1);
            heap.free(block!.start);
            expect(heap.use.liveBytes).toBeLessThan(live);
          }
        }
        for (const { start } of blocks) heap.free(start);
        expect(heap.use.liveBytes).toBe(0);
        const whole = heap.use.heapBytes - 4096;
        expect(heap.allocate(whole)).toBeLessThan(4096);
        expect(heap.use.heapBytes - 4096).toBe(whole);
      },
    ),
  );
});

test('the peak is the most that was live at once', () => {
  const heap = createHeap();
  const first = heap.allocate(6400);
  heap.allocate(64);
  heap.free(first);
  heap.allocate(128);
  expect(heap.use).toMatchObject({ liveBytes: 192, peakBytes: 6464 });
  heap.resetPeak();
  expect(heap.use.peakBytes).toBe(192);
});

test('beyond the limit it refuses and says what is needed and left', () => {
  const heap = createHeap(4 * 2 ** 20);
  heap.allocate(3 * 2 ** 20);
  const refusal = () => heap.allocate(2 * 2 ** 20);
  expect(refusal).toThrow(SimdOutOfMemoryError);
  expect(refusal).toThrow('2.0 MB more are needed and 1.0 MB are left');
  expect(heap.use.liveBytes).toBe(3 * 2 ** 20);
});

test('freeing what was never given is an error', () => {
  expect(() => createHeap().free(1024)).toThrow('No block');
});
