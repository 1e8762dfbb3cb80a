import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchHeartbeat } from './heartbeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Seconds until the death is told, at most ten minutes; null: it is not. */
async function secondsUntilDeath(question: () => Promise<unknown>): Promise<number | null> {
  const from = Date.now();
  let diedAt: number | null = null;
  const end = watchHeartbeat(question, () => {
    diedAt = Date.now();
  });
  await vi.advanceTimersByTimeAsync(600_000);
  end();
  return diedAt === null ? null : (diedAt - from) / 1000;
}

const inSeconds = (seconds: number) => new Promise((done) => setTimeout(done, 1000 * seconds));

describe('the heartbeat of a browser elsewhere', () => {
  it('goes on where answers come, slow ones and after single refusals, too', async () => {
    expect(await secondsUntilDeath(() => Promise.resolve())).toBeNull();
    expect(await secondsUntilDeath(() => inSeconds(50))).toBeNull();
    let times = 0;
    const everyOther = () => (times++ % 2 === 0 ? Promise.reject(new Error('reset')) : Promise.resolve());
    expect(await secondsUntilDeath(everyOther)).toBeNull();
  });

  it('ends at the second refusal in turn', async () => {
    expect(await secondsUntilDeath(() => Promise.reject(new Error('gone')))).toBe(9);
  });

  it('ends after a minute without an answer, and asks once only meanwhile', async () => {
    const never = vi.fn(() => new Promise<void>(() => undefined));
    expect(await secondsUntilDeath(never)).toBe(60);
    expect(never).toHaveBeenCalledTimes(1);
  });

  it('asks nothing more, and tells nothing, once it is ended', async () => {
    const question = vi.fn(() => Promise.reject(new Error('gone')));
    const onDeath = vi.fn();
    watchHeartbeat(question, onDeath)();
    await vi.advanceTimersByTimeAsync(600_000);
    expect([question, onDeath].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });
});
