import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';

/** Why something could not be stored, and what to do about it. */
export function storageProblem(error: unknown, what: string): LabErrorDescription {
  if (error instanceof LabError) return describeError(error);
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  const detail = error instanceof Error ? error.message : String(error);
  return {
    code: 'storage-full',
    message: isFull ? `${what}: the browser’s storage is full.` : `${what}: ${detail}`,
    remedy:
      'This page keeps it and tries again by itself: leave it open. Delete stored files under Data, or runs, to make room.',
  };
}
