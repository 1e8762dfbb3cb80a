import { chosenRuns } from '../../lab/report/chosen-runs.ts';
import type { LabReport } from '../../lab/report/lab-report.ts';
import { expandStudy } from '../../lab/study/expand.ts';
import { mapPredictions, predictionsOf } from '../../lab/study/plain-predictions.ts';
import type { RunFile } from '../../lab/study/run-file.ts';
import { scoreRun } from '../../lab/study/scored-run.ts';
import type { Study } from '../../lab/study/study.ts';
import { isTestOpen, type TestOpening } from '../../lab/study/test-opening.ts';
import { type RunSource, reportStudy } from './assemble.ts';
import { makeReport, type ReportMaker, type ReportWords, standardChooser } from './make-report.ts';
import { plannedMarks } from './planned-marks.ts';

/** A study as files hold it. */
export interface StudyFiles {
  readonly study: Study;
  readonly openings: readonly TestOpening[];
  readonly runs: readonly RunFile[];
}

/** The run without its test part, unless that was opened. */
function shown(file: RunFile, isOpen: boolean): RunFile {
  if (isOpen) return file;
  const { record, predictions } = file;
  return {
    ...file,
    record: { ...record, summary: record.summary && { ...record.summary, test: null } },
    predictions: { ...predictions, test: null },
  };
}

/** The report of a study that lies in files: nothing of it is stored here. */
export async function reportOfFiles(
  { study, openings, runs }: StudyFiles,
  words: Omit<ReportWords, 'title'>,
  maker: ReportMaker,
): Promise<LabReport> {
  const expansion = expandStudy(study);
  const isOpen = isTestOpen(study, openings);
  const files = new Map(runs.map((file) => [file.key, shown(file, isOpen)]));
  const scored = new Map(
    [...files].flatMap(([key, { record, predictions }]) => {
      const run = scoreRun(record, mapPredictions(predictions, predictionsOf));
      return run ? [[key, run] as const] : [];
    }),
  );
  const sources = chosenRuns(expansion, (key) => files.has(key)).map((key, place): RunSource => {
    const { record, predictions } = files.get(key)!;
    const marks = plannedMarks(expansion, key, place, record.dataset);
    return { ...marks, record, predictions: mapPredictions(predictions, predictionsOf) };
  });
  return await makeReport(
    { title: study.name, ...words },
    sources,
    { reported: reportStudy(study, openings, scored), finishedRuns: files.size },
    standardChooser,
    maker,
  );
}
