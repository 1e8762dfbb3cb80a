import { datasetKey } from './recipe/dataset-reference.ts';
import type { RunRecord } from './run-record.ts';

/** The first thing in which the parts of a record do not agree, in words; null where all do. */
export function recordFault(record: RunRecord): string | null {
  const { recipe, dataset, summary, epochs, stepLosses, stepsPerEpoch, status } = record;
  if (status === 'finished' && !summary) return 'the run is finished, and has no scores';
  if (dataset.key !== datasetKey(recipe.dataset)) return 'its data are not those of its recipe';
  if (summary && epochs.length !== summary.epochs) {
    return `its curve has ${epochs.length} epochs, and its summary ${summary.epochs}`;
  }
  if (epochs.some(({ epoch }, index) => epoch !== index + 1)) return 'epochs are missing in its curve';
  if (summary && summary.bestEpoch > summary.epochs) return 'its best epoch was not trained';
  // A run that was cut off may have been in the middle of an epoch.
  const most = stepsPerEpoch * (epochs.length + (status === 'finished' ? 0 : 1));
  if (stepLosses.length < epochs.length || stepLosses.length > most) {
    return `its curve has ${stepLosses.length} steps in ${epochs.length} epochs of ${stepsPerEpoch}`;
  }
  return summary?.ranking?.epochs.some((epoch) => epoch > summary.epochs)
    ? 'an epoch that it is ranked by was not trained'
    : null;
}
