import { resolve } from 'node:path';
import type { RunFile } from '../src/lab/study/run-file.ts';
import type { StudyFile } from '../src/lab/study/study-file.ts';
import { openTest } from './study.ts';
import { expandOrExplain, isSameStudy, StudyFolder } from './study-folder.ts';
import { UsageError } from './usage-error.ts';

export interface MergeOptions {
  readonly out: string;
  readonly openTest: boolean;
}

/**
 * Puts the shards of one study together.
 *
 * @returns the exit code: 0 when every run of the study is there
 * @throws UsageError when a folder is not of the same study
 */
export function merge(paths: readonly string[], options: MergeOptions): number {
  const folders = paths.map((path) => new StudyFolder(resolve(path)));
  const out = new StudyFolder(resolve(options.out));
  if (out.exists) throw new UsageError(`${out.path} holds a study already: choose another folder.`);
  const shards = folders.map((folder) => ({ folder, file: folder.readStudy() }));
  const { study } = shards[0]!.file;
  const other = shards.find(({ file }) => !isSameStudy(file.study, study));
  if (other) throw new UsageError(`The study in ${other.folder.path} is not that in ${folders[0]!.path}.`);
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
  };
  out.create(merged);
  for (const run of runs.values()) out.writeRun(run);
  const file = options.openTest ? openTest(merged, runs.size) : merged;
  process.stdout.write(out.writeTables(file, expansion, runs));
  const missing = expansion.runs.length - runs.size;
  log(`${runs.size} of ${expansion.runs.length} runs are there.`);
  return missing === 0 ? 0 : 1;
}

/** Two shards trained the same run: it counts once, and the two tell how well it repeats. */
function sameRunText(key: string, first: RunFile, second: RunFile): string {
  const drift = Math.abs(first.record.summary!.val.auc - second.record.summary!.val.auc);
  return `${key} is there twice and counts once; the two differ by ${drift.toFixed(6)} in val AUC.`;
}

function log(message: string): void {
  process.stderr.write(`${message}\n`);
}
