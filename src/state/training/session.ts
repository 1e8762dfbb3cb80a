import { cannotContinue, type RunMarks } from '../../lab/continuation.ts';
import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { runLength } from '../../lab/recipe/run-length.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import { runLock } from '../../lab/run-lock.ts';
import { RUN_RECORD_VERSION } from '../../lab/run-record.ts';
import type { RunRow } from '../../storage/runs.ts';
import { showProblem } from '../../ui/notify.tsx';
import { nextColour } from '../../ui/palettes.ts';
import { lab } from '../../worker/client/lab.ts';
import type { RunStart } from '../../worker/protocol.ts';
import { cancelLoad, ensureDataset, useData } from '../data/store.ts';
import { chooseBackend } from '../environment/store.ts';
import { dropKept, noteKept } from '../runs/kept.ts';
import { findRow, holdPredictions, newRunId, useRuns } from '../runs/store.ts';
import { whileFree } from '../runs/while-free.ts';
import { isUnsaved, runName } from '../unsaved/unsaved.ts';
import { RunRecorder } from './recorder.ts';
import { remedyFor } from './remedy.ts';
import { IDLE, isTraining, useTrain } from './store.ts';
import { bestEpochOf, summariseEpochs } from './summarise-epochs.ts';

/** Fetched beside the page, which opens without them. */
const scores = import('../runs/scores.ts');
scores.catch(() => undefined);

/** The run that trains, to its very end; the next one and stop() wait for it. */
let current: Promise<void> | null = null;

/** Set while the data of a run are made ready: before it can be stopped as a run. */
let starting: AbortController | null = null;

function stoppedBefore(): LabError {
  return new LabError('cancelled', 'The run was stopped before it began.', 'Nothing was trained.');
}

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
  const run = new RunningRun(recipe, start, begun);
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

type LastChange = Parameters<RunRecorder['close']>[0];

/** The run under way, as its events tell it; nothing changes it after its end. */
class RunningRun {
  /** Resolves when the run is closed and written. */
  readonly ended: Promise<void>;
  recorder: RunRecorder | null = null;
  /** Why it could not begin. */
  failure: LabError | null = null;
  readonly #recipe: Recipe;
  readonly #marks: RunMarks;
  readonly #begun: (id: string) => void;
  #resolveEnded: () => void = () => undefined;
  #closing: Promise<void> | null = null;
  #release: () => void = () => undefined;

  constructor(recipe: Recipe, marks: RunMarks, begun: (id: string) => void) {
    this.#recipe = recipe;
    this.#marks = marks;
    this.#begun = begun;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
  }

  handle(event: RunEvent): void {
    if (event.kind === 'started') this.#start(event);
    else if (event.kind === 'failed' && !this.recorder) {
      this.failure = new LabError(event.error.code, event.error.message, event.error.remedy);
      this.#resolveEnded();
    } else if (event.kind === 'stopped' && !this.recorder) {
      this.failure = new LabError(
        'cancelled',
        'The run was stopped before it began.',
        'Nothing was trained.',
      );
      this.#resolveEnded();
    } else if (this.recorder && !this.#closing) this.#follow(event, this.recorder);
  }

  /** The first end counts; later ones wait for it. */
  end(change: LastChange): Promise<void> {
    this.#closing ??= (async () => {
      await this.recorder?.close(change);
      // Only now, and not where the end could not be stored: a page that dies before can still go on to it.
      const isOver = change.status === 'finished' || change.error?.code === 'diverged';
      if (isOver && !isUnsaved(runName(this.#marks.id))) await dropKept(this.#marks.id);
      this.#release();
      this.#resolveEnded();
    })();
    return this.#closing;
  }

  async fail(error: LabErrorDescription): Promise<void> {
    if (!this.#closing)
      showProblem(
        error,
        remedyFor(error, () => trainOnProcessor(this.#recipe)),
      );
    await this.end({ status: 'failed', error, summary: summariseEpochs(this.recorder?.epochs ?? []) });
  }

  #start(event: RunEvent & { kind: 'started' }): void {
    const earlier = findRow(this.#marks.id);
    const row = earlier ? continuedRow(earlier, event) : newRow(this.#recipe, this.#marks, event);
    this.recorder = new RunRecorder(row, event, () => void stopRun());
    if (event.scores.length > 0) {
      void scores.then(({ takeUpScores }) => takeUpScores(row.id, event.scores));
    }
    this.#release = holdLock(runLock(row.id));
    // In a task of its own, after the one in which the list shows the row: together they would hold up a frame.
    setTimeout(() => {
      if (this.#closing) return this.#begun(row.id);
      const { epochs, steps } = runLength(row.recipe, event.stepsPerEpoch);
      useTrain.setState({
        phase: 'running',
        runId: row.id,
        epochs,
        stepsPerEpoch: event.stepsPerEpoch,
        totalSteps: steps,
      });
      this.#begun(row.id);
    }, 0);
  }

  #follow(event: Exclude<RunEvent, { kind: 'started' }>, recorder: RunRecorder): void {
    switch (event.kind) {
      case 'progress':
        recorder.addLosses(event.losses);
        useTrain.setState({
          step: event.step,
          lastLoss: event.losses.at(-1) ?? null,
          imagesPerSecond: event.imagesPerSecond,
          secondsLeft: event.secondsLeft,
          memory: event.memory,
          evaluating: null,
        });
        break;
      case 'evaluating':
        useTrain.setState({ evaluating: { split: event.split, done: event.done, total: event.total } });
        break;
      case 'epoch':
        recorder.addEpoch(event.record);
        void scores.then(({ addScores }) => addScores(recorder.row.id, event.scores));
        useTrain.setState({ evaluating: null });
        break;
      case 'kept':
        noteKept(recorder.row.id, event.epochsDone);
        break;
      case 'not-kept':
        tellNotKept(event.error);
        break;
      case 'paused':
        recorder.change({ status: 'paused' });
        useTrain.setState({ phase: 'paused', step: event.step, secondsLeft: null });
        break;
      case 'resumed':
        recorder.change({ status: 'running' });
        useTrain.setState({ phase: 'running' });
        break;
      case 'finished': {
        const status = event.summary.ended === 'stopped' ? 'stopped' : 'finished';
        const { val, ranking, test } = event;
        // Stored with the end of the row: a run that is stored as finished has its predictions.
        holdPredictions(recorder.row.id, { val, ranking, test });
        void this.end({ status, summary: event.summary });
        break;
      }
      case 'stopped':
        void this.end({ status: 'stopped' });
        break;
      case 'failed':
        void this.fail(event.error);
        break;
    }
  }
}

let isNotKeptTold = false;

/** Once: of the next run it would be no news. */
function tellNotKept(error: LabErrorDescription): void {
  if (!isNotKeptTold) showProblem(error);
  isNotKeptTold = true;
}

type Started = RunEvent & { kind: 'started' };

/** The run as it was where it goes on: what came of it since, an error or a summary, is not so any more. */
function continuedRow(row: RunRow, event: Started): RunRow {
  return { ...row, device: event.backend, status: 'running', error: null, summary: null, ...standing(event) };
}

function standing({ epochs, stepLosses }: Started): Pick<RunRow, 'epochsDone' | 'stepsDone' | 'bestVal'> {
  return {
    epochsDone: epochs.length,
    stepsDone: stepLosses.length,
    bestVal: bestEpochOf(epochs)?.val.auc ?? null,
  };
}

function newRow(recipe: Recipe, marks: RunMarks, event: Started): RunRow {
  return {
    version: RUN_RECORD_VERSION,
    id: marks.id,
    createdAt: marks.createdAt,
    recipe,
    recipeHash: recipeHash(recipe),
    dataset: event.dataset,
    backend: event.backend.name,
    device: event.backend,
    versions: event.versions,
    status: 'running',
    error: null,
    parameters: event.parameters,
    stepsPerEpoch: event.stepsPerEpoch,
    summary: null,
    colour: nextColour(useRuns.getState().rows.map((row) => row.colour)),
    title: null,
    ...standing(event),
  };
}

/** Holds a lock until the returned function is called, or the page goes away. */
function holdLock(name: string): () => void {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(name, () => released);
  return () => release();
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
