import { stepsTrained } from '../recipe/run-length.ts';
import type { CellAnalysis } from './analyse.ts';
import type { ScoredRun } from './scored-run.ts';

/** Steps that a run made. */
export function stepsOfRun({ record }: ScoredRun): number {
  return stepsTrained(record, record.summary!);
}

/** The fewest and the most steps of some runs; null where there are none. */
export function stepsOf(runs: readonly ScoredRun[]): readonly [number, number] | null {
  if (runs.length === 0) return null;
  const steps = runs.map(stepsOfRun);
  return [Math.min(...steps), Math.max(...steps)];
}

/** For a table: "370", or "296 to 370" where its seeds stopped at different epochs. */
export function stepsText({ runs }: Pick<CellAnalysis, 'runs'>): string {
  const steps = stepsOf(runs);
  if (!steps) return '–';
  const [fewest, most] = steps;
  return fewest === most ? String(fewest) : `${fewest} to ${most}`;
}
