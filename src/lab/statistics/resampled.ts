/** Of a run that was trained and scored on a split of its own: a fold, or one drawn anew. */
export interface ResampledRun {
  /** Images that validate for each one that trains; absent where the split is the official one. */
  readonly heldOut?: number;
}

/**
 * What the variance from run to run counts for in the variance of a mean over runs. Over seeds of one split it is
 * 1 / runs. Over splits the runs' training parts overlap, so that what they have in common is in no spread between them:
 * the corrected resampled t-test (Nadeau & Bengio, Machine Learning 52, 2003, equation 9) takes 1 / runs + images that
 * validate / images that train; for k folds, once or repeated, Bouckaert & Frank (PAKDD 2004). There is no unbiased
 * estimate of the variance over folds (Bengio & Grandvalet, JMLR 5, 2004). Coverage by simulation is in docs/studies.md.
 */
export function varianceShare(runs: readonly ResampledRun[]): number {
  return 1 / runs.length + commonShare(runs);
}

/** The part of {@link varianceShare} that more runs do not shrink; 0 over seeds of one split. */
export function commonShare(runs: readonly ResampledRun[]): number {
  return Math.max(0, ...runs.map(({ heldOut }) => heldOut ?? 0));
}
