import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LoadProgress } from '../../lab/dataset.ts';
import { type Attempt, request, retrying } from './retry.ts';

const URL = 'https://zenodo.org/set.npz';

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What a connection does that answers only by being given up. */
function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/** A load of this kind, with what it tells, second by second. */
function begin(attempt: (attempt: Attempt) => Promise<unknown>, signal = new AbortController().signal) {
  const told: (LoadProgress & { second: number })[] = [];
  const start = Date.now();
  const second = () => Math.round((Date.now() - start) / 1000);
  let ended: number | null = null;
  const loading = retrying(URL, attempt, {
    signal,
    onProgress: (progress) => told.push({ ...progress, second: second() }),
  }).finally(() => {
    ended = second();
  });
  loading.catch(() => undefined);
  return { loading, told, ended: () => ended };
}

describe('a server that sends nothing', () => {
  it('is told after 5 seconds and given up after 10', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation((_, options) => hang(options!.signal!));
    const { loading, told, ended } = begin((once) => request(URL, once));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toMatchObject([{ second: 5, waitsFor: 'zenodo.org' }]);
    expect(ended()).toBe(10);
    await expect(loading).rejects.toMatchObject({
      code: 'offline',
      message: 'zenodo.org has sent nothing for 10 seconds.',
    });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('in the middle of a file is told and given up the same, with what had come', async () => {
    const { told, ended } = begin(async ({ line, onProgress, signal }) => {
      await line.hear(Promise.resolve());
      onProgress({ stage: 'downloading', done: 100, total: 200 });
      await line.hear(hang(signal));
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told.at(-1)).toMatchObject({ done: 100, total: 200, waitsFor: 'zenodo.org' });
    expect(ended()).toBeLessThanOrEqual(12);
  });

  it('that cannot be reached is given up after two more attempts', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
    const { loading, ended } = begin((once) => request(URL, once));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ended()).toBeLessThanOrEqual(7);
    expect(fetch).toHaveBeenCalledTimes(3);
    await expect(loading).rejects.toMatchObject({ code: 'offline' });
  });

  it('is not waited for by who cancels', async () => {
    const abort = new AbortController();
    const { loading, ended } = begin(({ line, signal }) => line.hear(hang(signal)), abort.signal);
    await vi.advanceTimersByTimeAsync(6000);
    abort.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended()).toBe(6);
    await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a server that is slow', () => {
  it('is waited for as long as something comes, and no longer spoken of once it does', async () => {
    const { loading, told } = begin(async ({ line }) => {
      for (let piece = 0; piece < 10; piece++) {
        await line.hear(new Promise((resolve) => setTimeout(resolve, 8000)));
      }
      return 'whole';
    });
    await vi.advanceTimersByTimeAsync(100_000);
    await expect(loading).resolves.toBe('whole');
    expect(told.slice(0, 2).map(({ waitsFor }) => waitsFor)).toEqual(['zenodo.org', undefined]);
  });

  it('is not blamed for the time that a slow disk takes', async () => {
    const { loading, told } = begin(async ({ line }) => {
      await line.hear(Promise.resolve());
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      return 'whole';
    });
    await vi.advanceTimersByTimeAsync(100_000);
    await expect(loading).resolves.toBe('whole');
    expect(told).toEqual([]);
  });

  it('and busy is asked four more times, and a person told who is waited for', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('busy', { status: 503 }));
    const { loading, told } = begin((once) => request(URL, once));
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(loading).rejects.toMatchObject({ code: 'download-failed' });
    expect(fetch).toHaveBeenCalledTimes(5);
    expect(told.some(({ waitsFor }) => waitsFor === 'zenodo.org')).toBe(true);
  });
});
