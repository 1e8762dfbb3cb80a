import type { EpochRecord, RunSummary } from '../../lab/run-record.ts';

/** What can be said of a run whose worker did not live to sum it up; null before the first epoch. */
export function summariseEpochs(epochs: readonly EpochRecord[]): RunSummary | null {
  const [first, ...others] = epochs;
  if (!first) return null;
  const best = others.reduce((a, b) => (b.val.auc > a.val.auc ? b : a), first);
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const images = epochs.reduce((sum, epoch) => sum + epoch.seconds * epoch.imagesPerSecond, 0);
  return {
    val: best.val,
    test: null,
    bestEpoch: best.epoch,
    epochs: epochs.length,
    ended: 'stopped',
    imagesPerSecond: seconds > 0 ? images / seconds : 0,
    seconds,
  };
}
