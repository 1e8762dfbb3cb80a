import { setTimeout as delay } from 'node:timers/promises';
import { type RunProgress, STATE_INPUT_ID } from '../src/app/automation-types.ts';
import type { RunRecord } from '../src/lab/run-record.ts';
import { unlessInterrupted } from './interruption.ts';
import { type LabPage, unwrap } from './lab-page.ts';
import { log } from './log.ts';
import type { StateFile } from './state-file.ts';

const POLL_MS = 250;
/** Until its first step is told. */
const FIRST_POLL_MS = 25;

/**
 * Starts a run on the page and follows it to its end; where its state is on disk, it goes on from there.
 *
 * @param state where the state is kept meanwhile; null: nowhere
 * @param signal stops it after the batch: the record then says `stopped`, with the curve so far
 * @throws PageError where it cannot begin; Interrupted where it was stopped before it began
 */
export async function trainOnPage(
  lab: LabPage,
  recipe: object,
  state: StateFile | null,
  show: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<RunRecord> {
  const { page } = lab;
  const continues = state?.exists ?? false;
  if (state && continues) await page.setInputFiles(`#${STATE_INPUT_ID}`, state.path);
  const begun = page.evaluate(([wanted, goesOn]) => window.lab!.train(wanted, goesOn), [
    recipe,
    continues,
  ] as const);
  const { id } = unwrap(await unlessInterrupted(begun, signal, 'Stopped before the run began.'));
  if (continues) {
    const from = await page.evaluate((run) => window.lab!.progress(run)?.epoch, id);
    log(`It goes on after epoch ${from}.`);
  }
  for (;;) {
    if (signal.aborted) unwrap(await page.evaluate(() => window.lab!.stop()));
    const progress = await page.evaluate((run) => window.lab!.progress(run), id);
    if (progress) {
      show(progress);
      await state?.follow(lab, id, progress);
    }
    if (progress?.status !== 'running' && progress?.status !== 'paused') break;
    // An interruption ends the wait.
    const pause = progress?.step ? POLL_MS : FIRST_POLL_MS;
    await delay(pause, undefined, signal.aborted ? {} : { signal }).catch(() => undefined);
  }
  const record = unwrap(await page.evaluate((run) => window.lab!.record(run), id));
  // The same steps would diverge again.
  if (record.error?.code === 'diverged') state?.remove();
  return record;
}
