import { useTrain } from '../state/training/store.ts';

/**
 * Keeps the page's own files in the browser, so that it opens without the network, and with the headers that its host may
 * not send. A new version is taken over when the last tab of the old one is closed: a run is never cut off by an update.
 */
export async function keepForOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('./sw.js');
  } catch (error) {
    // Some hosts and private windows forbid it; the page works all the same, but only with the network.
    console.info('The page cannot be kept for offline use.', error);
  }
}

/** So long at most. */
const PATIENCE_MS = 20_000;

/** Resolves once no run trains: the hundred files that are kept would take a fourth of two cores from it and from the page. */
export async function untilNothingTrains(): Promise<void> {
  if (useTrain.getState().phase === 'idle') return;
  await new Promise<void>((resolve) => {
    const leave = () => {
      end();
      clearTimeout(timer);
      resolve();
    };
    const end = useTrain.subscribe(({ phase }) => phase === 'idle' && leave());
    const timer = setTimeout(leave, PATIENCE_MS);
  });
}
