import { cannotContinue, type RunMarks } from '../../lab/continuation.ts';
import { describeError, LabError } from '../../lab/lab-error.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { newRunId } from '../../lab/run-id.ts';
import { lab } from '../../worker/client/lab.ts';
import type { RunStart } from '../../worker/protocol.ts';
import { cancelLoad, ensureDataset, useData } from '../data/store.ts';
import { chooseBackend } from '../environment/store.ts';
import { findRow } from '../runs/store.ts';
import { whileFree } from '../runs/while-free.ts';
import { RunningRun, stoppedBefore } from './running-run.ts';
import { IDLE, isTraining, useTrain } from './store.ts';
import { summariseEpochs } from './summarise-epochs.ts';

/** The run that trains, to its very end; the next one and stop() wait for it. */
let current: Promise<void> | null = null;

/** Set while the data of a run are made ready: before it can be stopped as a run. */
let starting: AbortController | null = null;

/**
 * Starts a run and resolves with its id once it trains; it goes on by itself.
 *
 * @throws LabError when it cannot begin: bad recipe, data not here, another run trains
 */
export function startRun(wanted: Recipe): Promise<string> {
  return begin(wanted, { ...newMarks(), continues: false });
}

/**
 * Goes on with a run that was cut off, from the state that is kept of it: under its own record, with the curve it would
 * have had.
 *
 * @throws LabError as {@link startRun}; `cannot-continue` where the curve would be another one
 */
export async function continueRun(id: string): Promise<string> {
  const row = findRow(id);
  if (!row || !(await whileFree(id, async () => undefined))) {
    throw cannotContinue('The run trains already, in another tab, or was deleted.', 'Look there.');
  }
  return await begin(row.recipe, { id, createdAt: row.createdAt, continues: true });
}

/**
 * Goes on with a run of another browser, from a file of its state.
 *
 * @throws LabError as {@link continueRun}
 */
export async function continueFromFile(wanted: Recipe, file: Blob): Promise<string> {
  return await begin(wanted, { ...(await lab.addState(file)), continues: true });
}

async function begin(wanted: Recipe, run: RunStart): Promise<string> {
  // The run before may be told as ended and still be on its way into the storage.
  if (hasEnded(useTrain.getState().runId)) await current;
  if (isTraining()) {
    throw new LabError(
      'bad-recipe',
      'Another run is training.',
      'It goes on. Stop it first, or wait for its end.',
    );
  }
  useTrain.setState({ ...IDLE, phase: 'starting' });
  const abort = new AbortController();
  let recipe: Recipe;
  try {
    starting = abort;
    recipe = parseRecipe(wanted);
    await ensureDataset(recipe.dataset, abort.signal);
    if (abort.signal.aborted) throw stoppedBefore();
  } catch (error) {
    useTrain.setState(IDLE);
    throw error;
  } finally {
    starting = null;
  }
  return await new Promise<string>((resolve, reject) => {
    current = trainToEnd(recipe, run, resolve, reject).finally(() => {
      current = null;
      useTrain.setState(IDLE);
    });
  });
}

function hasEnded(id: string | null): boolean {
  const status = id === null ? undefined : findRow(id)?.status;
  return status !== undefined && status !== 'running' && status !== 'paused';
}

function newMarks(): RunMarks {
  return { id: newRunId(), createdAt: Date.now() };
}

/** How long the last event may come after the end of the call: the two travel on different ports. */
const LAST_EVENT_MS = 2000;

async function trainToEnd(
  recipe: Recipe,
  start: RunStart,
  begun: (id: string) => void,
  failedToBegin: (error: unknown) => void,
): Promise<void> {
  const run = new RunningRun(recipe, start, { begun, stop: stopRun, trainOnProcessor });
  try {
    await lab.train(recipe, datasetKey(recipe.dataset), start, (event) => run.handle(event));
    await Promise.race([run.ended, new Promise((resolve) => setTimeout(resolve, LAST_EVENT_MS))]);
    if (!run.recorder) {
      throw (
        run.failure ??
        new LabError('internal', 'The run ended before it began.', 'Nothing was trained. Try again.')
      );
    }
    await run.end({ status: 'stopped', summary: summariseEpochs(run.recorder.epochs) });
  } catch (error) {
    if (!run.recorder) {
      failedToBegin(error);
      return;
    }
    const description = describeError(error);
    if (description.code === 'cancelled') {
      await run.end({ status: 'stopped', summary: summariseEpochs(run.recorder.epochs) });
    } else {
      await run.fail(description);
    }
  }
}

/** Trains on the processor what a lost device could not train to its end. */
export async function trainOnProcessor(recipe: Recipe): Promise<void> {
  await current;
  await chooseBackend('simd');
  await startRun(recipe);
}

export async function pauseRun(): Promise<void> {
  if (useTrain.getState().phase === 'running') await lab.pause();
}

export async function resumeRun(): Promise<void> {
  if (useTrain.getState().phase === 'paused') await lab.resume();
}

/** Trains one batch of a paused run. */
export async function stepRun(): Promise<void> {
  if (useTrain.getState().phase === 'paused') await lab.step();
}

/** Resolves when the run has ended and its record is written. */
export async function stopRun(): Promise<void> {
  if (starting) {
    starting.abort();
    if (useData.getState().loading) await cancelLoad();
    return;
  }
  if (!current) return;
  useTrain.setState({ phase: 'stopping' });
  await lab.stop();
  await current;
}
