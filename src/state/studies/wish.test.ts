import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TabMessage } from '../tabs/channel.ts';
import type { Wish } from './wish.ts';

type Side = typeof import('./wish.ts');

/** Two tabs: each has the modules to itself, and so its own end of the channel. */
let trains: Side;
let asks: Side;
/** As the tab that trains knows it. */
let { LabError }: typeof import('../../lab/lab-error.ts') = await import('../../lab/lab-error.ts');
let stop: () => void = () => undefined;
/** All that is said, as a third tab hears it. */
let third: BroadcastChannel;
let said: TabMessage[];

const NEVER = new Promise<never>(() => undefined);
const WISH: Wish = { kind: 'resume', study: 'a' };

/** Lets messages arrive: they travel outside the clock that these tests stop. */
async function delivered(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(async () => {
  vi.resetModules();
  trains = await import('./wish.ts');
  ({ LabError } = await import('../../lab/lab-error.ts'));
  vi.resetModules();
  asks = await import('./wish.ts');
  third = new BroadcastChannel('medmnist-lab');
  said = [];
  third.onmessage = ({ data }: MessageEvent<TabMessage>) => said.push(data);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  stop();
  third.close();
  vi.useRealTimers();
});

describe('a wish', () => {
  it('is done by the tab that trains, and then the other one knows', async () => {
    const granted: Wish[] = [];
    stop = trains.granting(async (wish) => void granted.push(wish));
    const asking = asks.handOver(WISH, NEVER);
    await delivered();
    expect(await asking).toBe(true);
    expect(granted).toEqual([WISH]);
  });

  it('is done once, however often it is sent', async () => {
    let granted = 0;
    let finish: () => void = () => undefined;
    stop = trains.granting(async () => {
      granted += 1;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const asking = asks.handOver(WISH, NEVER);
    for (let second = 0; second < 5; second++) {
      await delivered();
      await vi.advanceTimersByTimeAsync(1000);
    }
    await delivered();
    expect(said.filter(({ kind }) => kind === 'wish').length).toBeGreaterThan(3);
    finish();
    await delivered();
    expect(await asking).toBe(true);
    expect(granted).toBe(1);
  });

  it('that cannot be done brings the reason back', async () => {
    stop = trains.granting(async () => {
      throw new LabError('bad-study', 'It is gone.', 'Nothing is lost.');
    });
    const asking = asks.handOver(WISH, NEVER);
    asking.catch(() => undefined);
    await delivered();
    await expect(asking).rejects.toMatchObject({ code: 'bad-study', message: 'It is gone.' });
  });

  it('that was given up is not done by a tab that wakes up later', async () => {
    const asking = asks.handOver(WISH, NEVER);
    asking.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(asking).rejects.toThrow(/does not answer/);
    await delivered();
    const [wish] = said as readonly (TabMessage & { kind: 'wish' })[];
    said = [];
    third.postMessage({ kind: 'heard', id: wish!.id } satisfies TabMessage);
    await delivered();
    expect(said).toEqual([]);
  });

  it('is done here where the other tab has gone meanwhile', async () => {
    let takeOver: () => void = () => undefined;
    const asking = asks.handOver(WISH, new Promise<void>((resolve) => (takeOver = resolve)));
    await vi.advanceTimersByTimeAsync(3000);
    takeOver();
    expect(await asking).toBe(false);
  });

  it('of another version of the lab is refused, not guessed at', async () => {
    let granted = 0;
    stop = trains.granting(async () => {
      granted += 1;
    });
    const odd: readonly unknown[] = [
      null,
      { kind: 'explode' },
      { kind: 'change', study: 'a', action: { kind: 'recovered', runs: [] } },
      { kind: 'put', state: { id: 'a' } },
    ];
    for (const [index, wish] of odd.entries()) {
      third.postMessage({ kind: 'wish', id: `odd ${index}`, wish } satisfies TabMessage);
      await delivered();
      third.postMessage({ kind: 'confirmed', id: `odd ${index}` } satisfies TabMessage);
      await delivered();
    }
    const answers = said.filter((message) => message.kind === 'answer');
    expect(answers).toHaveLength(odd.length);
    for (const { error } of answers) expect(error).toMatchObject({ code: 'bad-study' });
    expect(granted).toBe(0);
  });
});
