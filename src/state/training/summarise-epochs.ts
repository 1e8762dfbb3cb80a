import type { EpochRecord, RunSummary } from '../../lab/run-record.ts';

/** The earliest epoch of the highest val AUC; those of the warm-up do not count, as the chosen loss had no part in them. */
export function bestEpochOf(epochs: readonly EpochRecord[]): EpochRecord | null {
  return epochs
    .filter(({ phase }) => phase === 'main')
    .reduce<EpochRecord | null>(
      (best, epoch) => (best && best.val.auc >= epoch.val.auc ? best : epoch),
      null,
    );
}

/** What can be said of a run whose worker did not live to sum it up; null before the first epoch of the main stage. */
export function summariseEpochs(epochs: readonly EpochRecord[]): RunSummary | null {
  const best = bestEpochOf(epochs);
  if (!best) return null;
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const images = epochs.reduce((sum, epoch) => sum + epoch.seconds * epoch.imagesPerSecond, 0);
  return {
    val: best.val,
    ranking: null,
    test: null,
    bestEpoch: best.epoch,
    epochs: epochs.length,
    ended: 'stopped',
    imagesPerSecond: seconds > 0 ? images / seconds : 0,
    seconds,
  };
}
