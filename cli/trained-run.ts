import type { RunRecord } from '../src/lab/run-record.ts';
import { mapPredictions, predictionsOf } from '../src/lab/study/plain-predictions.ts';
import { type ScoredRun, scoreRun } from '../src/lab/study/scored-run.ts';
import { type LabPage, PageError, unwrap } from './lab-page.ts';
import { ProgressLine } from './progress-line.ts';
import { trainOnPage } from './watch-run.ts';

/** A run that was trained to its end in this page, which still holds its weights, ready to be compared. */
export interface TrainedRun {
  readonly record: RunRecord;
  readonly scored: ScoredRun;
}

/**
 * Trains a recipe to its end; nothing is kept of it but in the page.
 *
 * @throws PageError where it fails; Error where it was stopped
 */
export async function trainedRun(lab: LabPage, recipe: object, signal: AbortSignal): Promise<TrainedRun> {
  const line = new ProgressLine(process.stderr);
  try {
    const record = await trainOnPage(lab, recipe, null, (progress) => line.show(progress), signal);
    if (record.error) throw new PageError(record.error);
    const plain = unwrap(await lab.page.evaluate((id) => window.lab!.predictions(id), record.id));
    const scored =
      record.status === 'finished' ? scoreRun(record, mapPredictions(plain, predictionsOf)) : null;
    if (!scored) throw new Error(`The run was ${record.status} before it was scored: nothing is written.`);
    return { record, scored };
  } finally {
    line.end();
  }
}
