import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../src/lab/lab-error.ts';
import { canonicalJson } from '../src/lab/recipe/canonical.ts';
import { analyseStudy } from '../src/lab/study/analyse.ts';
import { blockNames } from '../src/lab/study/block-names.ts';
import { type Expansion, expandStudy } from '../src/lab/study/expand.ts';
import { predictionsOf } from '../src/lab/study/plain-predictions.ts';
import { studyReport } from '../src/lab/study/report.ts';
import { parseRunFile, type RunFile } from '../src/lab/study/run-file.ts';
import { type ScoredRun, scoreRun } from '../src/lab/study/scored-run.ts';
import type { Study } from '../src/lab/study/study.ts';
import { parseStudyFile, STUDY_FILE_VERSION, type StudyFile } from '../src/lab/study/study-file.ts';
import { cellsCsv, runsCsv } from '../src/lab/study/table.ts';
import { isTestOpen } from '../src/lab/study/test-opening.ts';
import { verdictOf } from '../src/lab/study/verdict.ts';
import { warningsOf } from '../src/lab/study/warnings.ts';
import { UsageError } from './usage-error.ts';

/** Writes a file whole or not at all, whenever the process is killed. */
export function writeAtomically(path: string, text: string): void {
  const draft = `${path}.${process.pid}.draft`;
  const file = openSync(draft, 'w');
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
}

/**
 * A study on disk: study.json, runs/KEY.json for each finished run, failed/KEY.json for the errors of others, table.csv
 * (cells), runs.csv and report.md. Run files are the truth; the rest is written anew from them.
 */
export class StudyFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get exists(): boolean {
    return existsSync(join(this.path, 'study.json'));
  }

  create(file: StudyFile): void {
    mkdirSync(join(this.path, 'runs'), { recursive: true });
    mkdirSync(join(this.path, 'failed'), { recursive: true });
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

  writeRun(run: RunFile): void {
    writeAtomically(join(this.path, 'runs', `${run.key}.json`), `${JSON.stringify(run)}\n`);
  }

  writeFailure(key: string, failure: object): void {
    writeAtomically(join(this.path, 'failed', `${key}.json`), `${JSON.stringify(failure, null, 2)}\n`);
  }

  /** Writes study.json, table.csv, runs.csv and report.md from the runs; returns the report. */
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
    const write = (name: string, text: string) => writeAtomically(join(this.path, name), text);
    write('table.csv', cellsCsv(expansion, blocks, names, study.seeds.length, opened));
    write('runs.csv', runsCsv(expansion, runs, names, opened));
    const report = studyReport(study, blocks, names, openings);
    write('report.md', report);
    return report;
  }

  private writeStudy(file: StudyFile, summary: object): void {
    const data = { kind: 'medmnist-lab-study', version: STUDY_FILE_VERSION, ...file, ...summary };
    writeAtomically(join(this.path, 'study.json'), `${JSON.stringify(data, null, 2)}\n`);
  }
}

function scoredRuns(files: ReadonlyMap<string, RunFile>): Map<string, ScoredRun> {
  const runs = new Map<string, ScoredRun>();
  for (const [key, { record, predictions }] of files) {
    const scored = scoreRun(record, {
      val: predictionsOf(predictions.val),
      test: predictionsOf(predictions.test),
    });
    if (scored) runs.set(key, scored);
  }
  return runs;
}

/**
 * Whether two studies ask for the same runs and rank them alike, however they are written: a preset whose words have
 * changed goes on in the folder it began in.
 *
 * @throws UsageError where one cannot be expanded
 */
export function isSameStudy(left: Study, right: Study): boolean {
  const keys = (study: Study) => expandOrExplain(study).runs.map(({ key }) => key);
  return (
    left.rankBy === right.rankBy && canonicalJson(keys(left).sort()) === canonicalJson(keys(right).sort())
  );
}

/** @throws UsageError where the study cannot be expanded */
export function expandOrExplain(study: Study): Expansion {
  try {
    return expandStudy(study);
  } catch (error) {
    if (error instanceof LabError) throw new UsageError(`${error.message} ${error.remedy}`);
    throw error;
  }
}
