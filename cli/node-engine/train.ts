import { rmSync } from 'node:fs';
import { LabError } from '../../src/lab/lab-error.ts';
import type { RunRecord } from '../../src/lab/run-record.ts';
import type { RunPredictions } from '../../src/storage/runs.ts';
import { Interrupted, unlessInterrupted } from '../interruption.ts';
import { PageError } from '../lab-page.ts';
import { log } from '../log.ts';
import { ProgressLine } from '../progress-line.ts';
import { builtEngine } from './built-engine.ts';
import { type NodeEngine, startNodeEngine } from './engine.ts';
import { FollowedRun } from './follow-run.ts';
import type { NodeRun } from './protocol.ts';

export interface TrainedInNode {
  readonly record: RunRecord;
  readonly predictions: RunPredictions;
}

/**
 * Trains one run in a process of Node.
 *
 * @param interruption stops the run after its batch
 * @param openTest without it the record says nothing of the test part
 * @throws PageError in the lab's own words; Interrupted where it was stopped before it began
 */
export async function trainWithNodeEngine(
  run: NodeRun,
  openTest: boolean,
  interruption: AbortSignal,
): Promise<TrainedInNode> {
  const stopped = 'Stopped before the run began: nothing was trained, and nothing is written.';
  const starting = builtEngine().then((script) => startNodeEngine(script, run));
  const engine = await unlessInterrupted(starting, interruption, stopped).catch((error: unknown) => {
    // One that starts meanwhile is not waited for.
    void starting.then((late) => late.close()).catch(() => undefined);
    throw error;
  });
  const stop = () => engine.stop();
  if (interruption.aborted) stop();
  interruption.addEventListener('abort', stop);
  const line = new ProgressLine(process.stderr);
  try {
    log(`${engine.backend.label}: ${engine.backend.reason}`);
    const trained = await follow(engine, line);
    const record = trained.record(openTest);
    // The same steps would diverge again.
    if (record.error?.code === 'diverged' && run.state) rmSync(run.state.path, { force: true });
    return { record, predictions: trained.predictions(openTest) };
  } catch (error) {
    if (interruption.aborted && isCancelled(error)) throw new Interrupted(stopped);
    throw error;
  } finally {
    line.end();
    interruption.removeEventListener('abort', stop);
    engine.close();
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof PageError && error.description.code === 'cancelled';
}

async function follow(engine: NodeEngine, line: ProgressLine): Promise<FollowedRun> {
  let data: Parameters<typeof beginning>[0] | null = null;
  let run: FollowedRun | null = null;
  try {
    for (;;) {
      const message = await engine.next();
      if (!message) break;
      if (message.kind === 'refused') throw new PageError(message.error);
      if (message.kind === 'no-weights') log(`The weights are not written: ${message.error.message}`);
      else if (message.kind === 'data') {
        data = message;
        beginning(data);
      } else if (message.event.kind === 'started') run = new FollowedRun(data!, message.event);
      else if (run) run.follow(message.event);
      else if (message.event.kind === 'failed') throw new PageError(message.event.error);
      if (run) line.show(run.progress);
    }
  } catch (error) {
    if (!run || error instanceof PageError) throw error;
    run.fail({
      code: 'worker-died',
      message: error instanceof Error ? error.message : String(error),
      remedy: 'The curve up to here is kept. Go on with --resume, or train again.',
    });
  }
  if (!run)
    throw new PageError(
      new LabError('cancelled', 'The run was stopped before it began.', 'Nothing was trained.'),
    );
  return run;
}

function beginning({ dataset, notes }: ConstructorParameters<typeof FollowedRun>[0]): void {
  const { train, val, test } = dataset.counts;
  log(`${dataset.name}: ${train} train, ${val} val, ${test} test (${dataset.origin})`);
  for (const note of notes) log(note);
}
