import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Beats, beatOf } from './beats.ts';

describe('beats', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('come at once after a rest, then at most so often, with the newest of each name', () => {
    const done: string[] = [];
    const beats = new Beats(250);
    beats.later('curves', () => done.push('curves 1'));
    vi.advanceTimersByTime(0);
    expect(done).toEqual(['curves 1']);
    vi.advanceTimersByTime(100);
    beats.later('curves', () => done.push('curves 2'));
    beats.later('bar', () => done.push('bar'));
    beats.later('curves', () => done.push('curves 3'));
    vi.advanceTimersByTime(149);
    expect(done).toEqual(['curves 1']);
    vi.advanceTimersByTime(1);
    expect(done).toEqual(['curves 1', 'curves 3', 'bar']);
    vi.advanceTimersByTime(1000);
    expect(done).toHaveLength(3);
  });

  it('come before what must not be shown earlier', () => {
    const done: string[] = [];
    const beats = new Beats(250);
    beats.now();
    beats.later('curves', () => done.push('curves'));
    beats.now();
    expect(done).toEqual(['curves']);
    vi.advanceTimersByTime(1000);
    expect(done).toEqual(['curves']);
  });

  it('come twice a second on two cores, four times on four and more', () => {
    expect([1, 2, 4, 16].map(beatOf)).toEqual([500, 500, 250, 250]);
  });
});
