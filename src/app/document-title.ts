import type { TrainState } from '../state/training/store.ts';

const LAB = 'MedMNIST lab';

/** What a browser shows of the page among its tabs: how far the run is, the tab that is open, and the lab. */
export function documentTitle(
  tab: string | undefined,
  { phase, step, stepsPerEpoch, epochs }: Pick<TrainState, 'phase' | 'step' | 'stepsPerEpoch' | 'epochs'>,
): string {
  const isUnderWay = epochs > 0 && (phase === 'running' || phase === 'paused' || phase === 'stopping');
  const epoch = Math.min(epochs, Math.floor(step / Math.max(1, stepsPerEpoch)) + 1);
  const standing = `${phase === 'paused' ? 'paused, ' : ''}epoch ${epoch} of ${epochs}`;
  return [...(isUnderWay ? [standing] : []), ...(tab === undefined ? [] : [tab]), LAB].join(' · ');
}
