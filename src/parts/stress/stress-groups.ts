import type { StressScores } from '../../lab/stress/stress-scores.ts';
import type { RunRow } from '../../storage/runs.ts';

/** A recipe with its runs, one a seed. */
export interface StressGroup {
  readonly key: string;
  readonly name: string;
  readonly letter: string;
  readonly colour: number | null;
  readonly rows: readonly RunRow[];
}

/** A group with what is known of its runs under stress. */
export interface StressedGroup extends StressGroup {
  readonly runs: readonly { readonly row: RunRow; readonly scores: StressScores }[];
}
