import { probabilityOf } from '../../lab/light-table/score-axis.ts';
import { chosenRuns } from '../../lab/report/chosen-runs.ts';
import type { LabReport } from '../../lab/report/lab-report.ts';
import { asSealed } from '../../lab/seal/test-seal.ts';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import type { StudyState } from '../../lab/study/study-state.ts';
import type { RunRow } from '../../storage/runs.ts';
import { RUN_COLOUR_COUNT } from '../../ui/palettes.ts';
import { readShownPredictions } from '../results/shown-predictions.ts';
import { RULE_NAMES, thresholdsOf, useThresholdChoice } from '../results/thresholds.ts';
import { letterAt, type RunMark } from '../runs/letters.ts';
import { runNames } from '../runs/names.ts';
import { findRow, recordOf } from '../runs/store.ts';
import { useSeals } from '../seal/store.ts';
import { openingsOf } from '../studies/openings.ts';
import { expansionOf } from '../studies/store.ts';
import { type RunSource, reportStudy, type ThresholdChooser } from './assemble.ts';
import { makeReport, type ReportWords, STANDARD } from './make-report.ts';
import { pageMaker } from './page-maker.ts';
import { plannedMarks } from './planned-marks.ts';

/** What a report on the page is about. */
export type ReportSubject = {
  /** Of what is handed in; absent: the study, or the set of the runs. */
  readonly title?: string;
} & (
  | {
      readonly kind: 'runs';
      /** As useVisibleRows gives them. */
      readonly rows: readonly RunRow[];
      readonly names: ReadonlyMap<string, string>;
      readonly marks: ReadonlyMap<string, RunMark>;
    }
  | {
      readonly kind: 'study';
      readonly state: StudyState;
      /** By key, as useScoredRuns gives them. */
      readonly runs: ReadonlyMap<string, ScoredRun>;
      /** Runs that are reported with it, as useVisibleRows gives them. */
      readonly beside?: readonly RunRow[];
    }
);

/** @param output class that is looked at on Results */
export async function reportOfPage(
  subject: ReportSubject,
  words: ReportWords,
  output: number,
  signal: AbortSignal,
): Promise<LabReport> {
  const choose = chosenOnResults(output);
  const maker = pageMaker(signal);
  if (subject.kind === 'runs') {
    return await makeReport(words, await runSources(subject), null, choose, maker);
  }
  const { state, runs } = subject;
  const seals = useSeals.getState();
  const reported = reportStudy(state.study, openingsOf(state, seals), runs);
  const sources = await studySources(state);
  const names = runNames(subject.beside ?? []);
  const beside = await Promise.all(
    (subject.beside ?? []).map((row, place) =>
      sourceOf(row, { letter: letterAt(sources.length + place), colour: null, name: names.get(row.id)! }),
    ),
  );
  const ofStudy = state.entries.filter(({ status }) => status === 'finished').length;
  const finishedRuns = ofStudy + beside.length;
  return await makeReport(words, [...sources, ...beside], { reported, finishedRuns }, choose, maker);
}

/** Runs have the letters that the page gives them, where all have one. */
async function runSources({
  rows,
  names,
  marks,
}: Extract<ReportSubject, { kind: 'runs' }>): Promise<readonly RunSource[]> {
  const areMarked = rows.every(({ id }) => marks.has(id));
  return await Promise.all(
    rows.map((row, place) => {
      const own = { letter: letterAt(place), colour: place < RUN_COLOUR_COUNT ? place : null };
      const { letter, colour } = areMarked ? marks.get(row.id)! : own;
      return sourceOf(row, { letter, colour, name: names.get(row.id) ?? row.id });
    }),
  );
}

async function studySources({ study, entries }: StudyState): Promise<readonly RunSource[]> {
  const expansion = expansionOf(study);
  const seals = useSeals.getState();
  const rows = new Map(
    entries.flatMap(({ key, status, runId }) => {
      const row = status === 'finished' && runId !== null ? findRow(runId) : undefined;
      return row ? [[key, asSealed(seals, row)] as const] : [];
    }),
  );
  return await Promise.all(
    chosenRuns(expansion, (key) => rows.has(key)).map((key, place) => {
      const row = rows.get(key)!;
      return sourceOf(row, plannedMarks(expansion, key, place, row.dataset));
    }),
  );
}

/** A run of the list as it may be shown. @param row as useVisibleRows gives it */
async function sourceOf(
  row: RunRow,
  marks: Pick<RunSource, 'letter' | 'colour' | 'name'>,
): Promise<RunSource> {
  const [record, predictions] = await Promise.all([recordOf(row), readShownPredictions(row)]);
  return { ...marks, record, predictions };
}

/** As a person has chosen them on Results. @param output class that is looked at there */
function chosenOnResults(output: number): ThresholdChooser {
  return ({ record, predictions }, { val, test }) => {
    const choice = useThresholdChoice.getState();
    const looked = output < val.scores.length ? output : 0;
    const thresholds = thresholdsOf(
      choice,
      record.id,
      { val, test, ranking: predictions?.ranking ?? null },
      looked,
    )!;
    if (choice.kind === 'standard') return { thresholds, rule: STANDARD };
    const at = thresholds.flatMap((threshold) => (threshold === null ? [] : [probabilityText(threshold)]));
    const on =
      choice.kind === 'hand' ? '' : choice.onTest && test ? ', chosen on test' : ', chosen on validation';
    return { thresholds, rule: `${RULE_NAMES[choice.kind]}${on}: ${at.join(', ')}` };
  };
}

function probabilityText(threshold: number): string {
  return probabilityOf(threshold).toFixed(3);
}
