import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../scripts/write-whole.ts';
import { LabError } from '../src/lab/lab-error.ts';
import type { RunRecord } from '../src/lab/run-record.ts';
import { analyseStudy } from '../src/lab/study/analyse.ts';
import { blockNames } from '../src/lab/study/block-names.ts';
import { type Expansion, expandStudy } from '../src/lab/study/expand.ts';
import { mapPredictions, predictionsOf } from '../src/lab/study/plain-predictions.ts';
import { studyReport } from '../src/lab/study/report.ts';
import { parseRunFile, type RunFile } from '../src/lab/study/run-file.ts';
import { type ScoredRun, scoreRun } from '../src/lab/study/scored-run.ts';
import type { Study } from '../src/lab/study/study.ts';
import { parseStudyFile, STUDY_FILE_VERSION, type StudyFile } from '../src/lab/study/study-file.ts';
import { cellsCsv, runsCsv } from '../src/lab/study/table.ts';
import { isTestOpen } from '../src/lab/study/test-opening.ts';
import { verdictOf } from '../src/lab/study/verdict.ts';
import { warningsOf } from '../src/lab/study/warnings.ts';
import { type FileLock, takeLock } from './file-lock.ts';
import { StateFile } from './state-file.ts';
import { asUsageError, UsageError } from './usage-error.ts';

const KINDS = ['runs', 'failed', 'unfinished'] as const;

/**
 * A study on disk: study.json, runs/KEY.json for each finished run, failed/KEY.json for the errors of others,
 * unfinished/KEY.json for the records of runs that were stopped, and KEY.state from which they go on, table.csv (cells), runs.csv and report.md. Run files are
 * the truth; the rest is written anew from them. Who writes holds the lock.
 */
export class StudyFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get exists(): boolean {
    return existsSync(join(this.path, 'study.json'));
  }

  /**
   * Keeps other processes from writing here: each would write tables over the runs that it knows of.
   *
   * @throws UsageError where another process holds it
   */
  lock(): FileLock {
    for (const kind of KINDS) mkdirSync(join(this.path, kind), { recursive: true });
    const lock = takeLock(join(this.path, 'lab.lock'), `The folder ${this.path}`);
    this.removeDrafts();
    return lock;
  }

  create(file: StudyFile): void {
    this.writeStudy(file, {});
  }

  /** @throws UsageError where study.json is missing or not one */
  readStudy(): StudyFile {
    const path = join(this.path, 'study.json');
    try {
      return parseStudyFile(JSON.parse(readFileSync(path, 'utf8')));
    } catch (cause) {
      const reason = cause instanceof LabError ? cause.message : (cause as Error).message;
      throw new UsageError(`${path} is not the file of a study: ${reason}`);
    }
  }

  /**
   * All finished runs of the study that are stored whole, by key; a run of another recipe under the same name is left
   * out, and told.
   */
  readRuns({ runs: planned }: Expansion, tell: (message: string) => void): Map<string, RunFile> {
    const found = new Map<string, RunFile>();
    const hashes = new Map(planned.map(({ key, recipeHash }) => [key, recipeHash]));
    for (const name of readdirSync(join(this.path, 'runs')).filter((file) => file.endsWith('.json'))) {
      const path = join(this.path, 'runs', name);
      try {
        const run = parseRunFile(JSON.parse(readFileSync(path, 'utf8')));
        if (hashes.get(run.key) === run.record.recipeHash) found.set(run.key, run);
        else tell(`${path} is of another study and is left out.`);
      } catch (error) {
        tell(`${path} cannot be read and is left out: ${(error as Error).message}`);
      }
    }
    return found;
  }

  /** @throws WriteError */
  writeRun(run: RunFile): void {
    writeWhole(this.pathOf('runs', run.key), `${JSON.stringify(run)}\n`);
    // What an earlier attempt left is answered.
    this.stateOf(run.key).remove();
    for (const kind of ['failed', 'unfinished'] as const) rmSync(this.pathOf(kind, run.key), { force: true });
  }

  /** From which a run of this key goes on. */
  stateOf(key: string): StateFile {
    return new StateFile(join(this.path, 'unfinished', `${key}.state`));
  }

  /** @throws WriteError */
  writeFailure(key: string, failure: object): void {
    writeWhole(this.pathOf('failed', key), `${JSON.stringify(failure, null, 2)}\n`);
  }

  /**
   * Keeps what a stopped run has: it is in no table.
   *
   * @throws WriteError
   */
  writeUnfinished(key: string, record: RunRecord): void {
    writeWhole(this.pathOf('unfinished', key), `${JSON.stringify(record)}\n`);
  }

  /**
   * Writes study.json, table.csv, runs.csv and report.md from the runs; returns the report.
   *
   * @throws WriteError
   */
  writeTables(file: StudyFile, expansion: Expansion, files: ReadonlyMap<string, RunFile>): string {
    const { study, openings } = file;
    const runs = scoredRuns(files);
    const blocks = analyseStudy(study, expansion, runs);
    const opened = isTestOpen(study, openings);
    const names = blockNames(blocks);
    const summary = {
      planned: expansion.runs.length,
      finished: runs.size,
      blocks: blocks.map((block) => ({
        data: names.get(block.key),
        verdict: verdictOf(block),
        warnings: warningsOf(study, block, openings).map(({ text }) => text),
      })),
    };
    this.writeStudy(file, summary);
    const write = (name: string, text: string) => writeWhole(join(this.path, name), text);
    write('table.csv', cellsCsv(expansion, blocks, names, study.seeds.length, opened));
    write('runs.csv', runsCsv(expansion, runs, names, opened));
    const report = studyReport(study, blocks, names, openings);
    write('report.md', report);
    return report;
  }

  private writeStudy(file: StudyFile, summary: object): void {
    const data = { kind: 'medmnist-lab-study', version: STUDY_FILE_VERSION, ...file, ...summary };
    writeWhole(join(this.path, 'study.json'), `${JSON.stringify(data, null, 2)}\n`);
  }

  private pathOf(kind: (typeof KINDS)[number], key: string): string {
    return join(this.path, kind, `${key}.json`);
  }

  /** Left by a process that was killed while it wrote; with the lock held, nobody writes on at them. */
  private removeDrafts(): void {
    for (const folder of [this.path, ...KINDS.map((kind) => join(this.path, kind))]) {
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.draft'))) {
        rmSync(join(folder, name), { force: true });
      }
    }
  }
}

function scoredRuns(files: ReadonlyMap<string, RunFile>): Map<string, ScoredRun> {
  const runs = new Map<string, ScoredRun>();
  for (const [key, { record, predictions }] of files) {
    const scored = scoreRun(record, mapPredictions(predictions, predictionsOf));
    if (scored) runs.set(key, scored);
  }
  return runs;
}

/** @throws UsageError where the study cannot be expanded */
export function expandOrExplain(study: Study): Expansion {
  return asUsageError(() => expandStudy(study));
}
