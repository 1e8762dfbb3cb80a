import { setTimeout as delay } from 'node:timers/promises';
import type { RunProgress } from '../src/app/automation-types.ts';
import type { RunRecord } from '../src/lab/run-record.ts';
import { unlessInterrupted } from './interruption.ts';
import { type LabPage, unwrap } from './lab-page.ts';

const POLL_MS = 250;

/**
 * Starts a run on the page and follows it to its end.
 *
 * @param signal stops it after the batch: the record then says `stopped`, with the curve so far
 * @throws PageError where it cannot begin; Interrupted where it was stopped before it began
 */
export async function trainOnPage(
  { page }: LabPage,
  recipe: object,
  show: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<RunRecord> {
  const begun = page.evaluate((wanted) => window.lab!.train(wanted), recipe);
  const { id } = unwrap(await unlessInterrupted(begun, signal, 'Stopped before the run began.'));
  for (;;) {
    if (signal.aborted) unwrap(await page.evaluate(() => window.lab!.stop()));
    const progress = await page.evaluate((run) => window.lab!.progress(run), id);
    if (progress) show(progress);
    if (progress?.status !== 'running' && progress?.status !== 'paused') break;
    // An interruption ends the wait.
    await delay(POLL_MS, undefined, signal.aborted ? {} : { signal }).catch(() => undefined);
  }
  return unwrap(await page.evaluate((run) => window.lab!.record(run), id));
}
