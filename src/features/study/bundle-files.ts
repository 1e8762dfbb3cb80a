import { analyseStudy } from '../../lab/study/analyse.ts';
import { blockNames } from '../../lab/study/block-names.ts';
import { readBundle, writeBundle } from '../../lab/study/bundle.ts';
import { plainPredictionsOf, predictionsOf } from '../../lab/study/plain-predictions.ts';
import { studyReport } from '../../lab/study/report.ts';
import { RUN_FILE_VERSION, type RunFile } from '../../lab/study/run-file.ts';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import { reduceStudy, type StudyState } from '../../lab/study/study-state.ts';
import { cellsCsv, runsCsv } from '../../lab/study/table.ts';
import { isTestOpen } from '../../lab/study/test-opening.ts';
import { nextColour } from '../../ui/palettes.ts';
import {
  findRow,
  readPredictions,
  readRecord,
  showRow,
  useRuns,
  writePredictions,
  writeRow,
} from '../runs/store.ts';
import { addStudy, expansionOf, putStudy } from './store.ts';

/** The study's tables and report as texts by file name. */
export function studyTexts(
  { study, openings }: StudyState,
  runs: ReadonlyMap<string, ScoredRun>,
): Readonly<Record<'table.csv' | 'runs.csv' | 'report.md', string>> {
  const expansion = expansionOf(study);
  const blocks = analyseStudy(study, expansion, runs);
  const names = blockNames(blocks);
  const opened = isTestOpen(study, openings);
  return {
    'table.csv': cellsCsv(expansion, blocks, names, study.seeds.length, opened),
    'runs.csv': runsCsv(expansion, runs, names, opened),
    'report.md': studyReport(study, blocks, names, openings),
  };
}

/** All there is of a study in one zip. */
export async function bundleOf(
  state: StudyState,
  runs: ReadonlyMap<string, ScoredRun>,
): Promise<Uint8Array<ArrayBuffer>> {
  const files: RunFile[] = [];
  for (const { key, status, runId } of state.entries) {
    if (status !== 'finished' || runId === null) continue;
    const [record, predictions] = await Promise.all([readRecord(runId), readPredictions(runId)]);
    files.push({
      kind: 'medmnist-lab-run',
      version: RUN_FILE_VERSION,
      key,
      record,
      predictions: {
        val: plainPredictionsOf(predictions?.val ?? null),
        test: plainPredictionsOf(predictions?.test ?? null),
      },
    });
  }
  const { study, createdAt, openings } = state;
  return await writeBundle({ study, createdAt, openings, runs: files }, studyTexts(state, runs));
}

/**
 * Verifies a bundle and adds its study and runs to those of this browser; runs that are here already stay as they are.
 *
 * @throws LabError `bad-study` when anything in it is not what it was
 */
export async function importBundle(file: File): Promise<{ id: string; runs: number }> {
  const { study, openings, runs } = await readBundle(new Uint8Array(await file.arrayBuffer()));
  for (const run of runs) if (!findRow(run.record.id)) await importRun(run);
  let state = addStudy(study);
  for (const { key, record } of runs) state = reduceStudy(state, { kind: 'finished', key, runId: record.id });
  putStudy({ ...state, openings });
  return { id: state.id, runs: runs.length };
}

async function importRun({ record, predictions }: RunFile): Promise<void> {
  const { stepLosses, epochs, ...rest } = record;
  const row = {
    ...rest,
    title: null,
    epochsDone: epochs.length,
    stepsDone: stepLosses.length,
    bestVal: record.summary?.val.auc ?? null,
    colour: nextColour(useRuns.getState().rows.map(({ colour }) => colour)),
  };
  await writePredictions(record.id, {
    val: predictionsOf(predictions.val),
    test: predictionsOf(predictions.test),
  });
  showRow(row, { stepLosses, epochs });
  await writeRow(row, { stepLosses, epochs });
}
