import { useRuns } from '../runs/store.ts';
import { shownBefore } from '../seal/shown-before.ts';
import { loadSeals } from '../seal/store.ts';
import { followRankingByTest } from './openings.ts';
import { useStudies } from './studies.ts';

/** Reads the seals of the test parts. Call once, after the first attempt to read runs and studies. */
export async function beginSeals(): Promise<void> {
  const reading = loadSeals(async () => {
    await untilLoaded(useRuns);
    await untilLoaded(useStudies);
    // What this page trains meanwhile was never shown without a seal.
    const rows = useRuns.getState().rows.filter(({ createdAt }) => createdAt < performance.timeOrigin);
    return shownBefore(rows, useStudies.getState());
  });
  // Where runs or studies cannot be read yet, the page does not wait for them: it shows no test score meanwhile.
  if (useRuns.getState().loaded && useStudies.getState().loaded) await reading;
  followRankingByTest();
}

interface Loads {
  getState(): { readonly loaded: boolean };
  subscribe(listener: (state: { readonly loaded: boolean }) => void): () => void;
}

async function untilLoaded(store: Loads): Promise<void> {
  if (store.getState().loaded) return;
  await new Promise<void>((resolve) => {
    const stop = store.subscribe(({ loaded }) => {
      if (!loaded) return;
      stop();
      resolve();
    });
  });
}
