import { LabError, type LabErrorDescription } from '../../lab/lab-error.ts';

/** An error from the worker carries the JSON of a LabErrorDescription as its message. */
export function toLabError(error: unknown): LabError {
  if (error instanceof LabError) return error;
  const message = error instanceof Error ? error.message : String(error);
  try {
    const { code, message: what, remedy } = JSON.parse(message) as LabErrorDescription;
    if (code && what) return new LabError(code, what, remedy);
  } catch {
    // Not one of ours: shown as it is.
  }
  return new LabError(
    'internal',
    message,
    'Your runs are kept. Reload the page and try again; if it happens again, please report this message.',
    { cause: error },
  );
}
