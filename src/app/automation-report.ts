import { parseRunFile } from '../lab/study/run-file.ts';
import { parseStudyFile } from '../lab/study/study-file.ts';
import { pageMaker } from '../state/report/page-maker.ts';
import { reportOfFiles } from '../state/report/report-of-files.ts';
import { reportZip } from '../state/report/report-zip.ts';
import { saveFile } from '../ui/save-file.ts';
import type { ReportRequest } from './automation-types.ts';

/** What `window.lab` does for a report; fetched when a script asks. */

/** Downloads the report of a study that lies in files, and says how many bytes it has. @throws LabError `bad-study` */
export async function saveReport({ file, runs, ...words }: ReportRequest): Promise<{ bytes: number }> {
  const { study, openings } = parseStudyFile(file);
  const maker = pageMaker(new AbortController().signal);
  const report = await reportOfFiles({ study, openings, runs: runs.map(parseRunFile) }, words, maker);
  const zip = await reportZip(report, () => undefined);
  saveFile('lab-report.zip', zip, 'application/zip');
  return { bytes: zip.size };
}
