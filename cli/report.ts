import { readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { takePlace } from '../scripts/write-whole.ts';
import type { ReportRequest } from '../src/app/automation-types.ts';
import { LabError } from '../src/lab/lab-error.ts';
import { issuesText } from '../src/lab/object-schema.ts';
import { type AnsweredQuestion, answeredQuestions } from '../src/lab/report/lab-report.ts';
import { readBundle } from '../src/lab/study/bundle.ts';
import { STUDY_FILE_VERSION } from '../src/lab/study/study-file.ts';
import { serveBuiltApp } from './built-app.ts';
import { readDataArgument } from './data-argument.ts';
import { EXIT } from './exit-codes.ts';
import { unlessInterrupted } from './interruption.ts';
import { type LabPage, loadFile, loadRequest, openLabPage, unwrap } from './lab-page.ts';
import { log } from './log.ts';
import { expandOrExplain, StudyFolder } from './study-folder.ts';
import { UsageError } from './usage-error.ts';

export interface ReportOptions {
  readonly data?: string;
  readonly author: string;
  readonly answers?: string;
  readonly out?: string;
}

/**
 * Makes the lab report of a study in a headless browser, where its figures are drawn as on the page.
 *
 * @param path a folder that `study` wrote, or a bundle
 * @throws UsageError, PageError, WriteError, Interrupted
 */
export async function report(path: string, options: ReportOptions, signal: AbortSignal): Promise<number> {
  const source = resolve(path);
  const isFolder = statSync(source, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const request: ReportRequest = {
    ...(isFolder ? ofFolder(source) : await ofBundle(source)),
    author: options.author,
    questions: options.answers === undefined ? [] : readAnswers(options.answers),
  };
  const out = resolve(options.out ?? (isFolder ? join(source, 'lab-report.zip') : 'lab-report.zip'));
  const data = options.data === undefined ? null : readDataArgument(options.data);
  const app = await serveBuiltApp(() => log('Building the app…'));
  const stopped = 'Stopped before the report was made.';
  try {
    const lab = await unlessInterrupted(openLabPage(app.url, 'cpu', null), signal, stopped);
    try {
      if (data) {
        await unlessInterrupted<unknown>(
          data.kind === 'file' ? loadFile(lab, data.path) : loadRequest(lab, data.request),
          signal,
          stopped,
        );
      }
      await unlessInterrupted(Promise.race([save(lab, request, out), lab.death]), signal, stopped);
    } finally {
      await lab.close();
    }
  } finally {
    await app.close();
  }
  log(`The report of ${request.runs.length} runs is in ${out}.`);
  return EXIT.finished;
}

function ofFolder(path: string): Pick<ReportRequest, 'file' | 'runs'> {
  const folder = new StudyFolder(path);
  const file = folder.readStudy();
  const runs = folder.readRuns(expandOrExplain(file.study), log);
  return { file: asStudyFile(file), runs: [...runs.values()] };
}

async function ofBundle(path: string): Promise<Pick<ReportRequest, 'file' | 'runs'>> {
  try {
    const { study, createdAt, openings, bets, runs } = await readBundle(readFileSync(path));
    return {
      file: asStudyFile({ study, createdAt: new Date(createdAt).toISOString(), openings, bets }),
      runs: [...runs],
    };
  } catch (cause) {
    const reason = cause instanceof LabError ? cause.message : (cause as Error).message;
    throw new UsageError(`${path} is neither the folder of a study nor a bundle: ${reason}`);
  }
}

function asStudyFile(file: object): object {
  return { kind: 'medmnist-lab-study', version: STUDY_FILE_VERSION, ...file };
}

/** @throws UsageError */
function readAnswers(path: string): readonly AnsweredQuestion[] {
  try {
    const result = answeredQuestions.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (!result.success) throw new Error(issuesText(result.error));
    return result.data;
  } catch (cause) {
    throw new UsageError(`${path} holds no answers: ${(cause as Error).message}`);
  }
}

async function save({ page }: LabPage, request: ReportRequest, out: string): Promise<void> {
  const downloading = page.waitForEvent('download');
  downloading.catch(() => undefined);
  const { bytes } = unwrap(await page.evaluate((wanted) => window.lab!.report(wanted), request));
  const download = await downloading;
  const draft = `${out}.${process.pid}.draft`;
  try {
    await download.saveAs(draft);
    takePlace(draft, out, bytes);
  } finally {
    rmSync(draft, { force: true });
    await download.delete();
  }
}
