import type { BenchEntry } from '../src/lab/bench/entry.ts';

/** Time of one kernel at one shape within a step. */
export interface ProfileRow {
  readonly step: string;
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
  readonly share: number;
}

export interface BenchReport {
  readonly entries: readonly BenchEntry[];
  readonly profile: readonly ProfileRow[];
}

export interface BenchRequest {
  /** Part of a name; entries whose names lack it are left out. */
  readonly only: string;
  /** Also measure every kernel of our steps by itself. */
  readonly profile: boolean;
}
