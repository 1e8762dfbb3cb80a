import { type Effort, fittingCount, takeSamples } from './effort.ts';
import type { Engine } from './engines.ts';

const MOST_REPEATS = 256;

export interface RunTimes {
  /** Milliseconds of one run, a value for each sample. */
  readonly samples: readonly number[];
  /** Whose clock: the device's own, or the page's, which also sees the way there and back. */
  readonly clock: 'device' | 'page';
}

/** Times a piece of work that does not wait for its result; its first run, with whatever is compiled, does not count. */
export async function timeRuns(engine: Engine, run: () => void, effort: Effort): Promise<RunTimes> {
  await timed(engine, run, 1);
  await engine.tune();
  const once = await timed(engine, run, 1);
  // One alone also waits for the way to the device and back, so the guess is made again with several.
  const few = fittingCount(effort.run, once.page, MOST_REPEATS);
  const several = few > 1 ? await timed(engine, run, few) : once;
  const repeats = fittingCount(effort.run, several.page / few, MOST_REPEATS);
  const byDevice: (number | null)[] = [];
  const byPage = await takeSamples(async () => {
    const { page, device } = await timed(engine, run, repeats);
    byDevice.push(device === null ? null : device / repeats);
    return page / repeats;
  }, effort);
  const device = byDevice.filter((time) => time !== null);
  return device.length === byPage.length
    ? { samples: device, clock: 'device' }
    : { samples: byPage, clock: 'page' };
}

async function timed(
  engine: Engine,
  run: () => void,
  repeats: number,
): Promise<{ page: number; device: number | null }> {
  engine.submit();
  engine.clock?.start();
  const start = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) run();
  await engine.finish();
  const page = performance.now() - start;
  return { page, device: (await engine.clock?.stop()) ?? null };
}
