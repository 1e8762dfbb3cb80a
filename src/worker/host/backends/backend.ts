import type { MemoryUse } from '../../../lab/run-event.ts';
import type { BackendName } from '../../../lab/run-record.ts';

/** What can be said of a backend before it is started. */
export interface BackendProbe {
  readonly available: boolean;
  /** Whether it may be chosen without a person asking for it. */
  readonly automatic: boolean;
  /** One sentence: what it runs on, or why it cannot. */
  readonly note: string;
}

/** What a started backend runs on. */
export interface StartedBackend {
  /** For the header, for instance "SIMD · 8 threads". */
  readonly label: string;
  readonly device: string;
  readonly threads: number | null;
  /** What is missing and why (one thread, no relaxed SIMD), or null. */
  readonly limitation: string | null;
  /** What its tensors take; null where it does not tell. */
  readonly memoryUse: (() => MemoryUse) | null;
}

/** One tfjs backend; a new one is a file here and a line in registry.ts. */
export interface Backend {
  readonly name: BackendName;
  probe(): Promise<BackendProbe>;
  /**
   * Loads and registers the backend and makes it current.
   *
   * @param threads for backends that compute on threads of their own; null: one for each logical processor
   * @throws with a sentence that says what is missing
   */
  start(threads: number | null): Promise<StartedBackend>;
  /** Frees what it holds; absent where tfjs registers the backend once and for all. */
  stop?(): Promise<void>;
}

/** Processor as far as the browser tells. */
export function processorName(): string {
  const cores = navigator.hardwareConcurrency;
  return `processor with ${cores} ${cores === 1 ? 'thread' : 'threads'}`;
}
