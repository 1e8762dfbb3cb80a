import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../scripts/write-whole.ts';
import { predictionsCsv } from '../src/lab/results/predictions-csv.ts';
import { mapPredictions, predictionsOf } from '../src/lab/study/plain-predictions.ts';
import type { RunFile } from '../src/lab/study/run-file.ts';
import type { StudyFile } from '../src/lab/study/study-file.ts';
import { isTestOpen } from '../src/lab/study/test-opening.ts';
import { log } from './log.ts';
import { UsageError } from './usage-error.ts';

/** The folder of `--predictions`, made where it is not there. @throws UsageError where it cannot be */
export function makePredictionsFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw new UsageError(`The folder ${path} cannot be made: ${(cause as Error).message}.`);
  }
}

/**
 * What each run says of each image, as CSV, under the name of the run's record; of the test part only where it was opened.
 *
 * @throws WriteError
 */
export function writePredictions(
  path: string,
  { study, openings }: StudyFile,
  files: ReadonlyMap<string, RunFile>,
): void {
  const opened = isTestOpen(study, openings);
  for (const [key, { record, predictions }] of files) {
    const { val, test } = mapPredictions(predictions, predictionsOf);
    const shown = { val, test: opened ? test : null };
    writeWhole(join(path, `${key}.csv`), predictionsCsv(shown, record.dataset, record.recipe));
  }
  log(
    `The predictions of ${files.size} runs are in ${path}${opened ? '' : ', without the sealed test part'}.`,
  );
}
