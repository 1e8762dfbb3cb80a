import type { RunMarks } from '../../lab/continuation.ts';
import { LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import type { EpochScores } from '../../lab/light-table/epoch-scores.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { runLength } from '../../lab/recipe/run-length.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import { runLock } from '../../lab/run-lock.ts';
import { untilItFails } from '../../lab/until-it-fails.ts';
import { showProblem } from '../../ui/notify.tsx';
import { dropKept, noteKept } from '../runs/kept.ts';
import { findRow, holdPredictions } from '../runs/store.ts';
import { isUnsaved, runName } from '../unsaved/unsaved.ts';
import { Beats, beatOf } from './beats.ts';
import { RunRecorder } from './recorder.ts';
import { remedyFor } from './remedy.ts';
import { continuedRow, newRow, type Started } from './run-row.ts';
import { type TrainState, useTrain } from './store.ts';
import { summariseEpochs } from './summarise-epochs.ts';
import { noteTold } from './told.ts';
import { tellFailure } from './told-in-place.ts';

/** Fetched beside the page, which opens without them. */
const scores = untilItFails(() => import('../runs/scores.ts'));
const weights = untilItFails(() => import('../runs/kept-weights.ts'));
for (const fetched of [scores(), weights()]) fetched.catch(() => undefined);

/** What the run under way tells or asks of the session that holds it. */
interface Session {
  /** It trains, under this id. */
  begun(id: string): void;
  stop(): Promise<void>;
  /** Trains a recipe where no device can be lost. */
  trainOnProcessor(recipe: Recipe): Promise<void>;
}

type LastChange = Parameters<RunRecorder['close']>[0];

export function stoppedBefore(): LabError {
  return new LabError('cancelled', 'The run was stopped before it began.', 'Nothing was trained.');
}

/** The run under way, as its events tell it; nothing changes it after its end. */
export class RunningRun {
  /** Resolves when the run is closed and written. */
  readonly ended: Promise<void>;
  recorder: RunRecorder | null = null;
  /** Why it could not begin. */
  failure: LabError | null = null;
  readonly #recipe: Recipe;
  readonly #marks: RunMarks;
  readonly #session: Session;
  readonly #beats = new Beats(beatOf(navigator.hardwareConcurrency));
  #standing: Partial<TrainState> = {};
  #keptEpochs: number | null = null;
  /** Of epochs that are not shown yet. */
  #scores: EpochScores[] = [];
  #resolveEnded: () => void = () => undefined;
  #closing: Promise<void> | null = null;
  #release: () => void = () => undefined;

  constructor(recipe: Recipe, marks: RunMarks, session: Session) {
    this.#recipe = recipe;
    this.#marks = marks;
    this.#session = session;
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
      this.failure = stoppedBefore();
      this.#resolveEnded();
    } else if (this.recorder && !this.#closing) {
      this.#follow(event, this.recorder);
      const { row } = this.recorder;
      if (!this.#closing) noteTold({ row, standing: this.#standing, keptEpochs: this.#keptEpochs });
    }
  }

  /** The first end counts; later ones wait for it. */
  end(change: LastChange): Promise<void> {
    this.#closing ??= (async () => {
      noteTold(null);
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
    const isNews = !this.#closing;
    const closed = this.end({
      status: 'failed',
      error,
      summary: summariseEpochs(this.recorder?.epochs ?? []),
    });
    if (isNews) {
      void tellFailure(this.#marks.id, closed, () =>
        showProblem(
          error,
          remedyFor(error, () => this.#session.trainOnProcessor(this.#recipe)),
        ),
      );
    }
    await closed;
  }

  #start(event: Started): void {
    const earlier = findRow(this.#marks.id);
    const row = earlier ? continuedRow(earlier, event) : newRow(this.#recipe, this.#marks, event);
    this.recorder = new RunRecorder(row, event, this.#beats, () => void this.#session.stop());
    if (event.scores.length > 0) {
      void scores().then(({ takeUpScores }) => takeUpScores(row.id, event.scores));
    }
    this.#release = holdLock(runLock(row.id));
    // In a task of its own, after the one in which the list shows the row: together they would hold up a frame.
    setTimeout(() => {
      if (this.#closing) return this.#session.begun(row.id);
      const { epochs, steps } = runLength(row.recipe, event.stepsPerEpoch);
      useTrain.setState({
        phase: 'running',
        runId: row.id,
        epochs,
        stepsPerEpoch: event.stepsPerEpoch,
        totalSteps: steps,
      });
      this.#session.begun(row.id);
    }, 0);
  }

  /** All that is told in numbers is shown with the beats. */
  #tell(standing: Partial<TrainState>): void {
    this.#standing = { ...this.#standing, ...standing };
    this.#beats.later('standing', () => useTrain.setState(this.#standing));
  }

  #addScores(run: string, added: EpochScores): void {
    this.#scores.push(added);
    this.#beats.later('scores', () => {
      const epochs = this.#scores;
      this.#scores = [];
      void scores().then(({ addScores }) => addScores(run, epochs));
    });
  }

  #follow(event: Exclude<RunEvent, Started>, recorder: RunRecorder): void {
    switch (event.kind) {
      case 'progress':
        recorder.addLosses(event.losses);
        this.#tell({
          step: event.step,
          lastLoss: event.losses.at(-1) ?? null,
          imagesPerSecond: event.imagesPerSecond,
          secondsLeft: event.secondsLeft,
          memory: event.memory,
          evaluating: null,
        });
        break;
      case 'evaluating':
        this.#tell({ evaluating: { split: event.split, done: event.done, total: event.total } });
        break;
      case 'epoch':
        recorder.addEpoch(event.record);
        this.#addScores(recorder.row.id, event.scores);
        this.#tell({ evaluating: null });
        // The first point of a curve is waited for.
        if (recorder.epochs.length === 1) this.#beats.now();
        break;
      case 'kept':
        this.#keptEpochs = event.epochsDone;
        this.#beats.later('kept', () => noteKept(recorder.row.id, event.epochsDone));
        break;
      case 'not-kept':
        tellNotKept(event.error);
        break;
      case 'weights-kept':
        void weights().then(({ rereadKeptWeights }) => rereadKeptWeights());
        break;
      case 'let-go':
        void weights().then(({ tellLetGo }) => tellLetGo(event.runs));
        break;
      case 'batch':
        useTrain.setState({ batch: event.batch });
        break;
      case 'paused':
        recorder.change({ status: 'paused' });
        useTrain.setState({ phase: 'paused', step: event.step, secondsLeft: null });
        break;
      case 'resumed':
        recorder.change({ status: 'running' });
        useTrain.setState({ phase: 'running', batch: null });
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

/** Holds a lock until the returned function is called, or the page goes away. */
function holdLock(name: string): () => void {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks.request(name, () => released);
  return () => release();
}
