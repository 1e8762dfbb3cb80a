import type { AnsweredQuestion, LabReport, ReportedRun, ReportedStudy } from '../../lab/report/lab-report.ts';
import { standardThresholds } from '../../lab/results/answers.ts';
import {
  type DoWork,
  type PictureSource,
  type RunSource,
  reportCurves,
  reportRun,
  type ThresholdChooser,
} from './assemble.ts';

/** What a person wrote and wants to hand in. */
export interface ReportWords {
  readonly title: string;
  readonly author: string;
  readonly questions: readonly AnsweredQuestion[];
}

/** What a report is made with, and where. */
export interface ReportMaker extends Pick<LabReport, 'madeAt' | 'browser' | 'lab'> {
  readonly pictures: PictureSource;
  readonly doWork: DoWork;
}

/**
 * Puts a report together.
 *
 * @param study what it comes to, and how many runs it has finished in all; null: the sources are all there are
 */
export async function makeReport(
  words: ReportWords,
  sources: readonly RunSource[],
  study: { readonly reported: ReportedStudy; readonly finishedRuns: number } | null,
  choose: ThresholdChooser,
  { madeAt, browser, lab, pictures, doWork }: ReportMaker,
): Promise<LabReport> {
  const runs: ReportedRun[] = [];
  for (const source of sources) runs.push(await reportRun(source, choose, pictures, doWork));
  return {
    ...words,
    ...{ madeAt, browser, lab, runs },
    study: study?.reported ?? null,
    finishedRuns: study?.finishedRuns ?? runs.length,
    curves: reportCurves(sources),
  };
}

export const STANDARD = 'standard (0.5; of several classes the likeliest)';

/** As accuracy is counted. */
export const standardChooser: ThresholdChooser = (_, { val }) => ({
  thresholds: standardThresholds(val.task, val.scores.length),
  rule: STANDARD,
});
