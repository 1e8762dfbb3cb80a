import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RightOfWay } from './right-of-way.ts';

const NEVER = new AbortController().signal;

/** A step that takes so long. */
const stepTaking = (milliseconds: number) => async () => void vi.advanceTimersByTime(milliseconds);

describe('a job on a trained model', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** Lets time pass, with the messages in between. */
  async function pass(milliseconds: number): Promise<void> {
    for (let done = 0; done < milliseconds; done += 50) {
      await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(50);
    }
  }

  it('takes its steps at once where nothing trains', async () => {
    const way = new RightOfWay(() => false);
    const from = performance.now();
    for (let step = 0; step < 20; step++) await way.step(NEVER, stepTaking(10));
    expect(performance.now() - from).toBe(200);
  });

  it('takes at most its share of the time of a run that trains, and all of it when that has ended', async () => {
    let trains = true;
    const way = new RightOfWay(() => trains);
    let steps = 0;
    const job = (async () => {
      for (; steps < 1000; steps++) await way.step(NEVER, stepTaking(30));
    })();
    await pass(20_000);
    expect(steps).toBeGreaterThan(10);
    expect(steps * 30).toBeLessThan(0.035 * performance.now());
    trains = false;
    await pass(500);
    await job;
    expect(steps).toBe(1000);
  });

  it('is given up where it waits, and does not hold up the next one', async () => {
    const way = new RightOfWay(() => true);
    const abort = new AbortController();
    await way.step(NEVER, stepTaking(100));
    const waiting = way.step(abort.signal, stepTaking(1));
    const next = way.step(NEVER, async () => 'done');
    waiting.catch(() => undefined);
    await pass(100);
    abort.abort();
    await pass(5000);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await next).toBe('done');
  });

  it('that fails in a step does not hold up the next one', async () => {
    const way = new RightOfWay(() => false);
    const failing = way.step(NEVER, async () => {
      throw new Error('odd');
    });
    await expect(failing).rejects.toThrow('odd');
    expect(await way.step(NEVER, async () => 5)).toBe(5);
  });
});
