/**
 * What a worker and its page say to each other of threads that the page starts for it. Beside Comlink's messages, as none of
 * them is to wait for what the worker computes.
 */

/** What a worker posts. */
export type ThreadRequest =
  | {
      readonly startThread: number;
      readonly script: string;
      readonly name: string;
      readonly message: unknown;
    }
  | { readonly endThread: number };

/** What the page answers. */
export type ThreadAnswer =
  | { readonly startedThread: number }
  | { readonly failedThread: number; readonly reason: string };
