// Apart from the study's state, and with types only: the page asks it before any study is opened.
import type { Study } from './study.ts';

/** The test part was looked at. */
export interface TestOpening {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Runs whose test scores were seen. */
  readonly runs: number;
  /** Whether it is kept open on a device, for a demonstration, rather than opened once. */
  readonly kept?: true;
}

/** Whether test scores may be seen: opened by a person, or ranked by from the start, which is a pitfall. */
export function isTestOpen({ rankBy }: Pick<Study, 'rankBy'>, openings: readonly TestOpening[]): boolean {
  return rankBy === 'test' || openings.length > 0;
}
