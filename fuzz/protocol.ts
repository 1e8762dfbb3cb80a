/** What a worker is to try: inputs `from`, `from + 1`, … until it is ended. */
export interface Assignment {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  /** Two 32-bit numbers that both sides see: the input under way, and how many were begun. */
  readonly progress: SharedArrayBuffer;
  /** The worker ends before this one. */
  readonly to: number;
}

export type Failure = {
  readonly index: number;
  readonly kind: 'crash' | 'wrong accept' | 'hang';
  readonly detail: string;
};

/** What a worker posts: failures as they come, and sums from time to time. */
export type Report =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'sums'; readonly tried: number; readonly accepted: number; readonly done: boolean };
