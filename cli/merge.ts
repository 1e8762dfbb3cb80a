import { resolve } from 'node:path';
import type { RunFile } from '../src/lab/study/run-file.ts';
import type { StudyFile } from '../src/lab/study/study-file.ts';
import { EXIT } from './exit-codes.ts';
import { log } from './log.ts';
import { changesText, differenceBetween } from './same-study.ts';
import { openTest, writeTables } from './study.ts';
import { expandOrExplain, StudyFolder } from './study-folder.ts';
import { makePredictionsFolder, writePredictions } from './study-predictions.ts';
import { UsageError } from './usage-error.ts';

export interface MergeOptions {
  readonly out: string;
  /** As for a study. */
  readonly predictions?: string;
  readonly openTest: boolean;
}

/**
 * Puts the shards of one study together.
 *
 * @returns the exit code: that of a finished study when every run is there
 * @throws UsageError when a folder is not of the same study, or another process writes to the new one; WriteError
 */
export function merge(paths: readonly string[], options: MergeOptions): number {
  const folders = paths.map((path) => new StudyFolder(resolve(path)));
  const out = new StudyFolder(resolve(options.out));
  if (out.exists) throw new UsageError(`${out.path} holds a study already: choose another folder.`);
  const shards = folders.map((folder) => ({ folder, file: folder.readStudy() }));
  const { study } = shards[0]!.file;
  for (const { folder, file } of shards.slice(1)) {
    const difference = differenceBetween(study, file.study);
    if (difference !== null) {
      throw new UsageError(
        `The study in ${folder.path} is not that in ${folders[0]!.path}: of the latter, ${difference}.`,
      );
    }
    if (changesText(study, file.study).length > 0) {
      log(
        `${folder.path} words the study otherwise: name, baseline and levels are taken from ${folders[0]!.path}.`,
      );
    }
  }
  const predictions = options.predictions === undefined ? null : resolve(options.predictions);
  if (predictions !== null) makePredictionsFolder(predictions);
  const expansion = expandOrExplain(study);
  const runs = new Map<string, RunFile>();
  for (const { folder } of shards) {
    for (const [key, run] of folder.readRuns(expansion, log)) {
      const first = runs.get(key);
      if (first) log(sameRunText(key, first, run));
      else runs.set(key, run);
    }
  }
  const merged: StudyFile = {
    study,
    createdAt: shards.map((shard) => shard.file.createdAt).sort()[0]!,
    openings: shards.flatMap((shard) => shard.file.openings).sort((a, b) => a.at - b.at),
    // Placed on the page alone.
    bets: [],
  };
  const lock = out.lock();
  try {
    if (out.exists) throw new UsageError(`${out.path} holds a study already: choose another folder.`);
    out.create(merged);
    for (const run of runs.values()) out.writeRun(run);
    const told = options.openTest ? openTest(merged, runs.size) : merged;
    writeTables(out, told, expansion, runs);
    if (predictions !== null) writePredictions(predictions, told, runs);
  } finally {
    lock.release();
  }
  const missing = expansion.runs.length - runs.size;
  log(`${runs.size} of ${expansion.runs.length} runs are there.`);
  return missing === 0 ? EXIT.finished : EXIT.failed;
}

/** Two shards trained the same run: it counts once, and the two tell how well it repeats. */
function sameRunText(key: string, first: RunFile, second: RunFile): string {
  const drift = Math.abs(first.record.summary!.val.auc - second.record.summary!.val.auc);
  return `${key} is there twice and counts once; the two differ by ${drift.toFixed(6)} in val AUC.`;
}
