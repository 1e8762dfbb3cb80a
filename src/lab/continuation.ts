import { LabError } from './lab-error.ts';
import { BACKEND_TITLES, type BackendName } from './run-record.ts';

/** All that decides whether a run that goes on gives the same numbers as if it had never stopped. */
export interface RunIdentity {
  readonly recipeHash: string;
  /** Of the data set. */
  readonly fingerprint: string;
  readonly backend: BackendName;
  /** Of the adapter, or the processor as far as the browser tells. */
  readonly device: string;
  /** Digest of the sources that compute, and the version of tfjs. */
  readonly arithmetic: string;
}

/** A run's own marks, which it keeps when it goes on. */
export interface RunMarks {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** An error after which the run stays as it was. */
export function cannotContinue(message: string, remedy: string, options?: ErrorOptions): LabError {
  return new LabError('cannot-continue', message, `What it has is kept. ${remedy}`, options);
}

/**
 * Lets a run go on only where its curve would be the same to the last bit.
 *
 * @param kept as the run was when its state was kept, @param here as it would go on
 * @throws LabError `cannot-continue` naming what differs
 */
export function refuseOtherRun(kept: RunIdentity, here: RunIdentity): void {
  if (kept.recipeHash !== here.recipeHash) {
    throw cannotContinue(
      'The kept state is of another recipe.',
      'Continue with its own recipe, or train anew.',
    );
  }
  if (kept.fingerprint !== here.fingerprint) {
    throw cannotContinue(
      'The images are not those that the run was trained on.',
      'Load the set that it began with, or train anew.',
    );
  }
  if (kept.backend !== here.backend || kept.device !== here.device) {
    throw cannotContinue(
      `The run trained on ${BACKEND_TITLES[kept.backend]} (${kept.device}), and ${BACKEND_TITLES[here.backend]} (${here.device}) computes here.`,
      kept.backend === here.backend
        ? 'Continue it where it began, or train anew.'
        : `Choose ${BACKEND_TITLES[kept.backend]} at the top right and continue, or train anew.`,
    );
  }
  if (kept.arithmetic !== here.arithmetic) {
    throw cannotContinue(
      'The lab has been changed since the run began, and might compute otherwise.',
      'Train anew with this version.',
    );
  }
}
