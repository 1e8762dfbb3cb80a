import { LabError } from '../../lab/lab-error.ts';
import { analyseStudy } from '../../lab/study/analyse.ts';
import { blockNames } from '../../lab/study/block-names.ts';
import { readBundle, writeBundle } from '../../lab/study/bundle.ts';
import { mapPredictions, NO_PREDICTIONS, plainPredictionsOf } from '../../lab/study/plain-predictions.ts';
import { studyReport } from '../../lab/study/report.ts';
import { RUN_FILE_VERSION, type RunFile } from '../../lab/study/run-file.ts';
import type { ScoredRun } from '../../lab/study/scored-run.ts';
import { reduceStudy, type StudyState } from '../../lab/study/study-state.ts';
import { cellsCsv, runsCsv } from '../../lab/study/table.ts';
import { isTestOpen } from '../../lab/study/test-opening.ts';
import { importRun, isHere } from '../runs/import-runs.ts';
import { plainScores } from '../runs/scores.ts';
import { readPredictions, readRecord, useRuns } from '../runs/store.ts';
import { useSeals } from '../seal/store.ts';
import { ask, newStudy } from './ask.ts';
import { openingsOf, openStudyTests } from './openings.ts';
import { expansionOf } from './store.ts';

/** The study's tables and report as texts by file name. */
export function studyTexts(
  state: StudyState,
  runs: ReadonlyMap<string, ScoredRun>,
): Readonly<Record<'table.csv' | 'runs.csv' | 'report.md', string>> {
  const { study } = state;
  const openings = openingsOf(state, useSeals.getState());
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

/** A run as it travels. @param key its place in the study */
export async function runFileOf(key: string, runId: string): Promise<RunFile> {
  const [record, predictions, scores] = await Promise.all([
    readRecord(runId),
    readPredictions(runId),
    plainScores(runId),
  ]);
  return {
    kind: 'medmnist-lab-run',
    version: RUN_FILE_VERSION,
    key,
    record,
    predictions: mapPredictions(predictions ?? NO_PREDICTIONS, plainPredictionsOf),
    ...(scores.length > 0 ? { scores } : {}),
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
    files.push(await runFileOf(key, runId));
  }
  const { study, createdAt, bets } = state;
  const openings = openingsOf(state, useSeals.getState());
  return await writeBundle({ study, createdAt, openings, bets, runs: files }, studyTexts(state, runs));
}

/**
 * Verifies a bundle and adds its study and runs to those of this browser; runs that are here already stay as they are.
 *
 * @throws LabError `bad-study` when anything in it is not what it was; nothing is stored then
 */
export async function importBundle(file: File): Promise<{ id: string; runs: number }> {
  const { study, openings, bets, runs } = await readBundle(new Uint8Array(await file.arrayBuffer()));
  if (!useRuns.getState().loaded) {
    throw new LabError(
      'storage-failed',
      'The stored runs have not been read yet, and the bundle might bring some of them.',
      'Nothing was imported. Try again when the list of runs is there.',
    );
  }
  let state = newStudy(study);
  for (const run of runs) {
    const runId = isHere(run.record) ? run.record.id : await importRun(run);
    state = reduceStudy(state, { kind: 'finished', key: run.key, runId });
  }
  await ask({ kind: 'put', state: { ...state, openings, bets } });
  // It came opened, and shows its test scores here, too.
  if (openings.length > 0) openStudyTests(state);
  return { id: state.id, runs: runs.length };
}
