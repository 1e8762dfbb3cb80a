import { describeError, LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import { recipeHash } from '../../lab/recipe/canonical.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { runLength } from '../../lab/recipe/run-length.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import { RUN_RECORD_VERSION } from '../../lab/run-record.ts';
import { type NoticeAction, showProblem } from '../../ui/notify.tsx';
import { nextColour } from '../../ui/palettes.ts';
import { lab } from '../../worker/client/lab.ts';
import { ensureDataset } from '../data/store.ts';
import { chooseBackend } from '../environment/store.ts';
import { newRunId, runLock, useRuns, writePredictions } from '../runs/store.ts';
import { RunRecorder } from './recorder.ts';
import { IDLE, isTraining, useTrain } from './store.ts';
import { summariseEpochs } from './summarise-epochs.ts';

/** Fetched beside the page, which opens without them. */
const scores = import('../runs/scores.ts');
scores.catch(() => undefined);

/** The run that trains, to its very end; the next one and stop() wait for it. */
let current: Promise<void> | null = null;

/**
 * Starts a run and resolves with its id once it trains; it goes on by itself.
 *
 * @throws LabError when it cannot begin: bad recipe, data not here, another run trains
 */
export async function startRun(wanted: Recipe): Promise<string> {
  if (isTraining()) {
    throw new LabError(
      'bad-recipe',
      'Another run is training.',
      'It goes on. Stop it first, or wait for its end.',
    );
  }
  useTrain.setState({ ...IDLE, phase: 'starting' });
  let recipe: Recipe;
  try {
    recipe = parseRecipe(wanted);
    await ensureDataset(recipe.dataset);
  } catch (error) {
    useTrain.setState(IDLE);
    throw error;
  }
  return await new Promise<string>((resolve, reject) => {
    current = trainToEnd(recipe, resolve, reject).finally(() => {
      current = null;
      useTrain.setState(IDLE);
    });
  });
}

/** How long the last event may come after the end of the call: the two travel on different ports. */
const LAST_EVENT_MS = 2000;

async function trainToEnd(
  recipe: Recipe,
  begun: (id: string) => void,
  failedToBegin: (error: unknown) => void,
): Promise<void> {
  const run = new RunningRun(recipe, begun);
  try {
    await lab.train(recipe, datasetKey(recipe.dataset), (event) => run.handle(event));
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
  readonly #begun: (id: string) => void;
  #resolveEnded: () => void = () => undefined;
  #closing: Promise<void> | null = null;
  #release: () => void = () => undefined;

  constructor(recipe: Recipe, begun: (id: string) => void) {
    this.#recipe = recipe;
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

  /** The first end counts; later ones wait for it. A run that is shown as finished has its predictions. */
  end(change: LastChange, before: Promise<unknown> = Promise.resolve()): Promise<void> {
    this.#closing ??= (async () => {
      await before;
      await this.recorder?.close(change);
      this.#release();
      this.#resolveEnded();
    })();
    return this.#closing;
  }

  async fail(error: LabErrorDescription): Promise<void> {
    if (!this.#closing) showProblem(error, remedyFor(error, this.#recipe));
    await this.end({ status: 'failed', error, summary: summariseEpochs(this.recorder?.epochs ?? []) });
  }

  #start(event: RunEvent & { kind: 'started' }): void {
    const row = newRow(this.#recipe, event);
    this.recorder = new RunRecorder(row);
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
        const written = writePredictions(recorder.row.id, { val, ranking, test });
        void this.end({ status, summary: event.summary }, written);
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

function newRow(recipe: Recipe, event: RunEvent & { kind: 'started' }) {
  return {
    version: RUN_RECORD_VERSION,
    id: newRunId(),
    createdAt: Date.now(),
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
    epochsDone: 0,
    stepsDone: 0,
    bestVal: null,
  } as const;
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

/** What a press of a button can do about the error that ended a run of this recipe. */
export function remedyFor(error: LabErrorDescription, recipe: Recipe): NoticeAction | undefined {
  if (error.code !== 'device-lost') return undefined;
  const trainOnProcessor = async () => {
    await current;
    await chooseBackend('simd');
    await startRun(recipe);
  };
  return {
    label: 'Train with SIMD',
    perform: () => {
      trainOnProcessor().catch((failure: unknown) => showProblem(describeError(failure)));
    },
  };
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
  if (!current) return;
  useTrain.setState({ phase: 'stopping' });
  await lab.stop();
  await current;
}
