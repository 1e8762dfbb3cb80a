/** What went wrong, as one of the cases the page explains. */
export type LabErrorCode =
  | 'not-a-zip'
  | 'truncated'
  | 'missing-array'
  | 'wrong-dtype'
  | 'wrong-shape'
  | 'labels-out-of-range'
  | 'length-mismatch'
  | 'one-class'
  | 'no-images'
  | 'too-large'
  | 'checksum-mismatch'
  | 'missing-shard'
  | 'corrupt-shard'
  | 'storage-full'
  | 'storage-failed'
  | 'no-storage'
  | 'offline'
  | 'download-failed'
  | 'cancelled'
  | 'bad-recipe'
  | 'bad-study'
  | 'bad-run'
  | 'bad-edition'
  | 'bad-lesson'
  | 'bad-import'
  | 'needs-choice'
  | 'no-dataset'
  | 'batch-needs-both-classes'
  | 'diverged'
  | 'out-of-memory'
  | 'backend-unavailable'
  | 'device-lost'
  | 'worker-died'
  | 'cannot-continue'
  | 'no-weights'
  | 'bad-weights'
  | 'internal';

/** The plain form in which an error crosses the worker boundary. */
export interface LabErrorDescription {
  readonly code: LabErrorCode;
  /** What happened, in one sentence with the facts (names, numbers). */
  readonly message: string;
  /** What was kept and what to do next, in one sentence. */
  readonly remedy: string;
}

/** An error that a person can act on: what happened, what was kept, what to do next. */
export class LabError extends Error {
  readonly code: LabErrorCode;
  readonly remedy: string;

  constructor(code: LabErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LabError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** The same error, with what was kept ahead of what to do; one that was asked for says so itself. */
export function withKept(error: unknown, kept: string): unknown {
  if (!(error instanceof LabError) || error.code === 'cancelled') return error;
  return new LabError(error.code, error.message, `${kept} ${error.remedy}`, { cause: error });
}

/** Turns whatever was thrown into the form the page shows. */
export function describeError(error: unknown): LabErrorDescription {
  if (error instanceof LabError) {
    return { code: error.code, message: error.message, remedy: error.remedy };
  }
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    remedy:
      'Your runs are kept. Reload the page and try again; if it happens again, please report this message.',
  };
}
