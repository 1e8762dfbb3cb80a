import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../lab/lab-error.ts';
import type { KeptStates } from './kept-states.ts';
import { StateKeeper } from './state-keeper.ts';

/** A store whose every write takes so long. */
function storeTaking(milliseconds: number) {
  const keep = vi.fn(async (id: string, epochsDone: number) => {
    vi.advanceTimersByTime(milliseconds);
    return { id, epochsDone, bytes: 1 };
  });
  return { states: { keep } as unknown as KeptStates, keep };
}

/** Trains epochs of this length; resolves with those whose state was kept. */
async function keptOf(states: KeptStates, epochs: number, epochMs: number): Promise<number[]> {
  const keeper = new StateKeeper(states, 'run');
  const kept: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    vi.advanceTimersByTime(epochMs);
    if (await keeper.keep(epoch, async () => ({}), 1e5)) kept.push(epoch);
  }
  return kept;
}

describe('the state of a run', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is kept after every epoch where that is quick beside the training', async () => {
    expect(await keptOf(storeTaking(100).states, 5, 5000)).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes at most its share of the time where it is not', async () => {
    const { states, keep } = storeTaking(100);
    await keptOf(states, 1000, 100);
    const all = 1000 * 100 + keep.mock.calls.length * 100;
    expect(keep.mock.calls.length).toBeGreaterThan(10);
    expect((keep.mock.calls.length * 100) / all).toBeLessThan(0.025);
  });

  it('is not copied off the device where it is not its time', async () => {
    const keeper = new StateKeeper(storeTaking(100).states, 'run');
    vi.advanceTimersByTime(5000);
    const take = vi.fn(async () => ({}));
    await keeper.keep(1, take, 1e5);
    await keeper.keep(2, take, 1e5);
    expect(take).toHaveBeenCalledTimes(1);
  });

  it('is not kept before the run has lasted so long that the first one, too, takes its share at most', async () => {
    const firstAfter = async (parameters: number) => {
      const keeper = new StateKeeper(storeTaking(0).states, 'run');
      for (let seconds = 1; seconds < 1000; seconds++) {
        vi.advanceTimersByTime(1000);
        if (await keeper.keep(seconds, async () => ({}), parameters)) return seconds;
      }
      return null;
    };
    // ResNet-18 of width 2, 16 and 64.
    expect(await firstAfter(11_000)).toBe(1);
    expect(await firstAfter(701_000)).toBe(6);
    expect(await firstAfter(11_200_000)).toBe(85);
  });

  it('that could not be kept is told once', async () => {
    const keep = vi.fn(async () => {
      throw new LabError('storage-full', 'No room.', '');
    });
    const keeper = new StateKeeper({ keep } as unknown as KeptStates, 'run');
    vi.advanceTimersByTime(5000);
    await expect(keeper.keep(1, async () => ({}), 1e5)).rejects.toThrow('No room.');
    vi.advanceTimersByTime(1e6);
    expect(await keeper.keep(2, async () => ({}), 1e5)).toBeNull();
    expect(keep).toHaveBeenCalledTimes(1);
  });

  it('lets an error of the device through, and goes on after it', async () => {
    const keeper = new StateKeeper(storeTaking(1).states, 'run');
    vi.advanceTimersByTime(5000);
    const lost = async () => {
      throw new Error('lost');
    };
    await expect(keeper.keep(1, lost, 1e5)).rejects.toThrow('lost');
    expect(await keeper.keep(1, async () => ({}), 1e5)).toMatchObject({ epochsDone: 1 });
  });
});
