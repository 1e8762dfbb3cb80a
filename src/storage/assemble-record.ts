import type { RunRecord } from '../lab/run-record.ts';
import type { RunRow, RunSeries } from './runs.ts';

/** The whole record, as it is exported. */
export function assembleRecord(row: RunRow, series: RunSeries): RunRecord {
  const { title: _title, epochsDone: _epochs, stepsDone: _steps, bestVal: _best, ...record } = row;
  return { ...record, stepLosses: series.stepLosses, epochs: series.epochs };
}
