import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ThreadStart } from '../../kernels/simd/thread.ts';
import { borrowThread } from '../borrow-thread.ts';
import { lendThreads } from './lend-threads.ts';
import type { WorkerLike } from './worker-like.ts';

/** A thread that the page has started, as far as this test plays it. */
class FakeThread extends EventTarget {
  static all: FakeThread[] = [];
  readonly received: unknown[] = [];
  onmessage: (() => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  terminated = false;
  readonly script: string;

  constructor(script: string) {
    super();
    this.script = script;
    FakeThread.all.push(this);
  }

  postMessage(message: unknown): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }
}

/** What borrows posts to the page's end, which answers to the other. */
let page: EventTarget & { postMessage(message: unknown): void; terminate(): void };
let inside: EventTarget & { postMessage(message: unknown): void };
let lent: WorkerLike;

const start = (thread: number) => ({ thread }) as ThreadStart;
const deliver = (to: EventTarget, data: unknown) => to.dispatchEvent(new MessageEvent('message', { data }));

beforeEach(() => {
  FakeThread.all = [];
  page = Object.assign(new EventTarget(), {
    postMessage: (message: unknown) => deliver(inside, message),
    terminate: vi.fn(),
  });
  inside = Object.assign(new EventTarget(), { postMessage: (message: unknown) => deliver(page, message) });
  vi.stubGlobal('Worker', FakeThread);
  vi.stubGlobal('self', inside);
  lent = lendThreads(page as unknown as Worker);
});

afterEach(() => vi.unstubAllGlobals());

describe('threads that the page lends its worker', () => {
  it('start with what the worker gives them, and are there once they serve', async () => {
    const borrowed = [borrowThread('thread.js', start(1)), borrowThread('thread.js', start(2))];
    const [first, second] = FakeThread.all;
    expect(first).toMatchObject({ script: 'thread.js', received: [start(1)] });
    second!.onmessage!();
    const ended = await borrowed[1]!;
    ended.terminate();
    expect([first!.terminated, second!.terminated]).toEqual([false, true]);
    first!.onmessage!();
    await expect(borrowed[0]).resolves.toBeDefined();
  });

  it('are refused with what the browser says', async () => {
    const borrowed = borrowThread('thread.js', start(1));
    FakeThread.all[0]!.onerror!({ message: 'no memory' });
    await expect(borrowed).rejects.toThrow('A thread did not start: no memory');
    expect(FakeThread.all[0]!.terminated).toBe(true);
  });

  it('are refused where the browser makes none at all', async () => {
    vi.stubGlobal(
      'Worker',
      class {
        constructor() {
          throw new Error('forbidden');
        }
      },
    );
    await expect(borrowThread('thread.js', start(1))).rejects.toThrow('forbidden');
  });

  it('end with the worker', () => {
    void borrowThread('thread.js', start(1));
    void borrowThread('thread.js', start(2));
    lent.terminate();
    expect(page.terminate).toHaveBeenCalledOnce();
    expect(FakeThread.all.map(({ terminated }) => terminated)).toEqual([true, true]);
  });

  it('are not started by what the worker says to others', () => {
    deliver(page, null);
    deliver(page, { id: '1', type: 'RAW' });
    expect(FakeThread.all).toEqual([]);
  });
});
