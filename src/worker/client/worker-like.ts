import type * as Comlink from 'comlink';

/** What is needed of a Worker; a test passes a MessagePort in its place. */
export type WorkerLike = Comlink.Endpoint & { terminate(): void };
