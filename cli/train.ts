import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackendName, RunRecord } from '../src/lab/run-record.ts';
import { scoredOutputs, scoredOutputsText } from '../src/lab/scored-outputs.ts';
import { serveBuiltApp } from './built-app.ts';
import { type DataArgument, readDataArgument } from './data-argument.ts';
import { type LabPage, loadFile, loadRequest, openLabPage, PageError, unwrap } from './lab-page.ts';
import { ProgressLine } from './progress-line.ts';
import { readRecipeArgument } from './recipe-argument.ts';
import { readThreads } from './threads-argument.ts';

const POLL_MS = 250;

export interface TrainOptions {
  readonly data: string;
  readonly recipe?: string;
  readonly set: readonly string[];
  readonly backend: BackendName | 'auto';
  readonly threads?: string;
  readonly out?: string;
}

/**
 * Trains one run in the built app and writes its record.
 *
 * @returns the exit code: 0 for a finished run only
 * @throws UsageError before anything starts; PageError with the page's own words
 */
export async function train(options: TrainOptions): Promise<number> {
  const data = readDataArgument(options.data);
  const recipe = readRecipeArgument(options.recipe, options.set);
  const threads = readThreads(options.threads);
  const app = await serveBuiltApp(() => log('Building the app…'));
  try {
    const lab = await openLabPage(app.url, options.backend === 'auto' ? null : options.backend, threads);
    try {
      log(`${lab.backend.label}: ${lab.backend.reason}`);
      const record = await Promise.race([trainOn(lab, data, recipe), lab.death]);
      return report(record, options.out);
    } finally {
      await lab.close();
    }
  } finally {
    await app.close();
  }
}

async function trainOn(lab: LabPage, data: DataArgument, recipe: object): Promise<RunRecord> {
  const dataset =
    data.kind === 'file' ? await loadFile(lab, data.path) : await loadRequest(lab, data.request);
  const { train, val, test } = dataset.counts;
  log(`${dataset.name}: ${train} train, ${val} val, ${test} test (${dataset.origin})`);
  const { page } = lab;
  const { id } = unwrap(await page.evaluate((wanted) => window.lab!.train(wanted), recipe));
  const stop = () => void page.evaluate(() => window.lab!.stop());
  process.once('SIGINT', stop);
  const line = new ProgressLine(process.stderr);
  for (;;) {
    const progress = await page.evaluate((run) => window.lab!.progress(run), id);
    if (progress) line.show(progress);
    if (progress?.status !== 'running' && progress?.status !== 'paused') break;
    await delay(POLL_MS);
  }
  line.end();
  process.off('SIGINT', stop);
  return unwrap(await page.evaluate((run) => window.lab!.record(run), id));
}

function report(record: RunRecord, out: string | undefined): number {
  const json = `${JSON.stringify(record, null, 2)}\n`;
  if (out === undefined) process.stdout.write(json);
  else writeFileSync(out, json);
  if (record.error) throw new PageError(record.error);
  const { summary } = record;
  if (summary) {
    const test = summary.test
      ? `test AUC ${summary.test.auc.toFixed(4)}, ACC ${summary.test.acc.toFixed(4)}`
      : scoredOutputs(record.dataset, 'test').scored > 0
        ? 'test not scored'
        : 'test without an AUC, as all its images are of one kind';
    for (const split of ['val', 'test'] as const) {
      const partial = scoredOutputsText(record.dataset, split);
      if (partial) log(partial);
    }
    log(
      `${record.status}: best epoch ${summary.bestEpoch} of ${summary.epochs}, val AUC ${summary.val.auc.toFixed(4)}, ` +
        `${test}, ${summary.imagesPerSecond.toFixed(1)} images/s, ${summary.seconds.toFixed(0)} s`,
    );
  }
  return record.status === 'finished' ? 0 : 1;
}

function log(message: string): void {
  process.stderr.write(`${message}\n`);
}
