/**
 * A step of a net at inference. Its output bears the step's name, which its weights have, too: `<name>.weight` and so on.
 * Names are PyTorch's where PyTorch has a module for it.
 */
export type NetStep =
  | ({ readonly kind: 'convolution'; readonly name: string; readonly of: string } & Window)
  | { readonly kind: 'batch-norm'; readonly name: string; readonly of: string }
  | { readonly kind: 'relu'; readonly name: string; readonly of: string }
  | { readonly kind: 'sum'; readonly name: string; readonly of: string; readonly and: string }
  | ({ readonly kind: 'max-pool'; readonly name: string; readonly of: string } & Window)
  /** All values of an image in a row, channels last: [N, values]. */
  | { readonly kind: 'flatten'; readonly name: string; readonly of: string }
  /** Over all places: [N, channels]. */
  | { readonly kind: 'mean'; readonly name: string; readonly of: string }
  | { readonly kind: 'linear'; readonly name: string; readonly of: string };

export interface Window {
  /** Edge of the window. */
  readonly edge: number;
  readonly stride: number;
  /** Zeros around the input, on each side. */
  readonly pad: number;
}

/** What the first step reads. */
export const INPUT = 'input';
/** What the last step gives. */
export const LOGITS = 'fc';

/** Names in the files: what goes in, pixels in [0, 1], and what comes out beside `logits`, probabilities. */
export const IMAGE = 'image';
export const SCORES = 'scores';

/** PyTorch's default, as in src/kernels/batch-norm.ts. */
export const BATCH_NORM_EPSILON = 1e-5;
