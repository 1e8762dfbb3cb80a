import * as tf from '@tensorflow/tfjs-core';
import { type Dataset, SPLITS, type Split } from '../lab/dataset.ts';
import { formatBytes } from '../lab/format-bytes.ts';
import { LabError } from '../lab/lab-error.ts';
import { leastStepBytes } from '../lab/least-step-bytes.ts';
import type { EpochScores } from '../lab/light-table/epoch-scores.ts';
import { isKept } from '../lab/light-table/kept-epochs.ts';
import { type RankingState, rankingOf, withEpoch } from '../lab/ranking/cross-fit.ts';
import { factsOfSummary } from '../lab/recipe/data-facts.ts';
import { refuseNoEffect } from '../lab/recipe/no-effect.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { MemoryUse, RunEvent } from '../lab/run-event.ts';
import type { BackendStatus, EpochRecord, RunSummary, Versions } from '../lab/run-record.ts';
import { scoredOutputs } from '../lab/scored-outputs.ts';
import { BatchPixelBuilder } from './batch/batch-pixels.ts';
import { epochBatches } from './batch/epoch-batches.ts';
import { type Checkpoint, restoreCheckpoint, takeCheckpoint } from './checkpoint.ts';
import { requireFiniteStep } from './diverged.ts';
import { epochScores } from './epoch-scores.ts';
import { EpochTally } from './epoch-tally.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { modelShapeOf } from './model/model-shape.ts';
import { ResNet18 } from './model/resnet18.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { applyProtocol, changesData } from './protocol/apply-protocol.ts';
import type { RunControl } from './run-control.ts';
import { type PlannedStep, RunPlan } from './run-plan.ts';
import { type Best, type RunState, restoreTrainingState, takeTrainingState } from './run-state.ts';
import { createStage, type Stage } from './stage.ts';
import { type StepResult, trainingStep } from './training-step.ts';
import { untilArrived } from './until-arrived.ts';

export interface RunContext {
  readonly control: RunControl;
  readonly emit: (event: RunEvent) => void;
  readonly backend: BackendStatus;
  readonly versions: Versions;
  /** Given where the backend tells what its tensors take. */
  readonly memoryUse?: () => MemoryUse;
  /**
   * Given where a device can be lost: makes the backend usable again, or rejects with the error that ends the run.
   * The state is then copied to the host before each epoch.
   */
  readonly recover?: (error: unknown) => Promise<void>;
  /**
   * Told at the end of each epoch, so that the run can go on from there another time.
   *
   * @param take copies the state to the host; each call gives the same
   */
  readonly keep?: (epochsDone: number, take: () => Promise<RunState>) => Promise<void>;
}

/** A step whose results are still on their way from the device. */
interface PendingStep {
  /** Loss and logits. */
  readonly results: Promise<readonly [Float32Array, Float32Array]>;
  readonly labels: Uint8Array;
  readonly epoch: number;
  readonly tally: EpochTally;
}

/** Thrown inside an evaluation to leave it when a person stops the run. */
class StopRequest extends Error {}

/**
 * One whole run: trains, evaluates val after each epoch, keeps the best epoch of the main stage by val AUC and what the
 * cross-fitted score needs, and scores the test part once, with the best epoch's weights, at the very end. A stopped run sums up what it has and leaves the test part closed.
 *
 * @param from where the run goes on, of the same recipe, data and backend; null: it begins
 * @throws LabError; what was emitted before stands
 */
export async function trainRun(
  dataset: Dataset,
  recipe: Recipe,
  context: RunContext,
  from: RunState | null = null,
): Promise<void> {
  refuseNoEffect(recipe, factsOfSummary(dataset.summary));
  if (changesData(recipe)) {
    // The leaky split takes val apart as well.
    const parts = recipe.pitfalls.leakySplit ? SPLITS : (['train'] as const);
    if ((await untilArrived(dataset, parts, context.control)) === 'stopped') {
      context.emit({ kind: 'stopped' });
      return;
    }
  }
  const prepared = applyProtocol(dataset, recipe);
  refuseUnscored(prepared.dataset);
  refuseTooLarge(prepared.dataset, prepared.recipe, context);
  const plan = new RunPlan(prepared.dataset, dataset.splits.train.count, prepared.recipe);
  const run = new Run(prepared.dataset, prepared.recipe, plan, context, from);
  try {
    await run.train();
  } catch (error) {
    await run.tellRest();
    throw error;
  } finally {
    run.dispose();
  }
}

class Run {
  private readonly dataset: Dataset;
  private readonly recipe: Recipe;
  private readonly plan: RunPlan;
  private readonly context: RunContext;
  private readonly model: ResNet18;
  private readonly pixels: BatchPixelBuilder;
  private readonly progress: ProgressReporter;
  private readonly startedAt = performance.now();
  /** Of the run before it was continued. */
  private secondsBefore = 0;
  private stage: Stage;
  private best: Best | null = null;
  private ranking: RankingState = [];
  private readonly epochs: EpochRecord[] = [];
  /** What the light table keeps of them. */
  private scores: readonly EpochScores[] = [];
  private epochsDone = 0;
  private pausedMs = 0;
  /** Results of the step before, still to be read: one readback is in flight while the next step is prepared. */
  private pending: PendingStep | null = null;
  /** To which the run goes back when the device was lost. */
  private restorePoint: RunState | null = null;

  constructor(dataset: Dataset, recipe: Recipe, plan: RunPlan, context: RunContext, from: RunState | null) {
    this.dataset = dataset;
    this.recipe = recipe;
    this.plan = plan;
    this.context = context;
    this.pixels = new BatchPixelBuilder(dataset, recipe);
    this.model = new ResNet18(modelShapeOf(dataset.summary, recipe), recipe.seed);
    const first = recipe.schedule.warmUpEpochs > 0 ? 'warm-up' : 'main';
    this.stage = createStage(from?.training.phase ?? first, this.model, dataset, recipe);
    this.progress = new ProgressReporter(context.emit, plan.steps, () => context.memoryUse?.() ?? null);
    try {
      if (from) this.continueFrom(from);
    } catch (error) {
      this.dispose();
      throw error;
    }
    context.emit({
      kind: 'started',
      dataset: dataset.summary,
      backend: context.backend,
      versions: context.versions,
      parameters: this.model.size,
      stepsPerEpoch: plan.stepsPerEpoch,
      stepLosses: this.progress.stepLosses.slice(),
      epochs: this.epochs.slice(),
      scores: this.scores,
    });
  }

  async train(): Promise<void> {
    const { context } = this;
    // The order of the first epoch mixes the whole training part, so that it is the same however the set came.
    if (!(await this.partIsThere('train'))) {
      context.emit({ kind: 'stopped' });
      return;
    }
    const ended = await this.trainEpochs();
    if (!this.best) {
      context.emit({ kind: 'stopped' });
      return;
    }
    const { record, evaluation, checkpoint } = this.best;
    const canTest = scoredOutputs(this.dataset.summary, 'test').scored > 0;
    const test = canTest && ended !== 'stopped' ? await this.scoreTest(checkpoint) : null;
    const ranking = rankingOf(this.ranking, evaluation.predictions, this.dataset.summary.task);
    const summary: RunSummary = {
      val: record.val,
      ranking: ranking?.scores ?? null,
      test: test?.scores ?? null,
      bestEpoch: record.epoch,
      epochs: this.epochsDone,
      ended: canTest && !test ? 'stopped' : ended,
      imagesPerSecond: this.progress.overallRate,
      seconds: this.seconds,
    };
    context.emit({
      kind: 'finished',
      summary,
      val: evaluation.predictions,
      ranking: ranking?.predictions ?? null,
      test: test?.predictions ?? null,
    });
  }

  /** Waits for a part that is still on its way; false where the run was stopped meanwhile. */
  private async partIsThere(part: Split): Promise<boolean> {
    const from = performance.now();
    const outcome = await untilArrived(this.dataset, [part], this.context.control);
    this.pausedMs += performance.now() - from;
    return outcome === 'arrived';
  }

  /** After an error: the steps before it belong to the curve, though they were not told yet. */
  async tellRest(): Promise<void> {
    await this.settle().catch(() => {});
    this.progress.flush();
  }

  dispose(): void {
    this.stage.dispose();
    this.model.dispose();
  }

  private async trainEpochs(): Promise<RunSummary['ended']> {
    // Where it was cut off between its last epoch and the end, only the test part is left to be scored.
    if (this.isOutOfPatience()) return 'early-stopping';
    let epoch = this.epochsDone;
    while (epoch < this.plan.epochs) {
      try {
        if (this.context.recover) this.restorePoint ??= await this.takeState();
        this.enterEpoch(epoch);
        const ended = await this.trainEpoch(epoch);
        if (ended) return ended;
        epoch += 1;
      } catch (error) {
        epoch = await this.recover(error);
      }
    }
    return 'all-epochs';
  }

  /** @returns how the run ended, or null where it goes on */
  private async trainEpoch(epoch: number): Promise<RunSummary['ended'] | null> {
    const { recipe, context } = this;
    const tally = new EpochTally(
      this.dataset.summary.task,
      this.model.shape.outputs,
      this.stage.loss.activation,
    );
    this.progress.enterEpoch(tally);
    for (const planned of this.plan.stepsOf(epoch)) {
      const waitedFrom = performance.now();
      if ((await context.control.next(() => this.catchUp())) === 'stop') {
        await this.catchUp();
        return 'stopped';
      }
      this.pausedMs += performance.now() - waitedFrom;
      // The decays of the warm-up's epochs are not those of the chosen optimizer.
      if (planned.decays && this.stage.phase === 'main') {
        this.stage.optimizer.decay(recipe.schedule.decayFactor);
      }
      await this.trainBatch(planned, epoch, tally);
    }
    await this.catchUp();
    const evaluation = await this.evaluateUnlessStopped('val');
    if (!evaluation) return 'stopped';
    await this.recordEpoch(epoch, tally, evaluation);
    await this.keepState();
    return this.isOutOfPatience() ? 'early-stopping' : null;
  }

  /** Counted from the best epoch, which is one of the main stage: the patience of the warm-up has no end. */
  private isOutOfPatience(): boolean {
    const { patience } = this.recipe;
    // After the last epoch there is nothing left to be spared.
    if (patience === null || this.best === null || this.epochsDone === this.plan.epochs) return false;
    return this.epochsDone - this.best.record.epoch >= patience;
  }

  /** The state as it is now, between two epochs. */
  private async keepState(): Promise<void> {
    const { context, epochsDone } = this;
    let taken: Promise<RunState> | null = null;
    const take = () => {
      taken ??= this.takeState();
      return taken;
    };
    if (context.recover) this.restorePoint = await take();
    await context.keep?.(epochsDone, take);
  }

  private async takeState(): Promise<RunState> {
    const { best, ranking, epochsDone, progress } = this;
    const checkpoint = best?.record.epoch === epochsDone ? best.checkpoint : null;
    return {
      epochsDone,
      steps: progress.steps,
      training: await takeTrainingState(this.model, this.stage, checkpoint),
      best,
      ranking,
      stepLosses: Float64Array.from(progress.stepLosses),
      epochs: this.epochs.slice(),
      scores: this.scores,
      ...progress.measured,
      seconds: this.seconds,
    };
  }

  /** Takes up a state of another time. */
  private continueFrom(state: RunState): void {
    restoreTrainingState(this.model, this.stage, state.training);
    this.best = state.best;
    this.ranking = state.ranking;
    this.epochs.push(...state.epochs);
    this.scores = state.scores;
    this.epochsDone = state.epochsDone;
    this.secondsBefore = state.seconds;
    this.progress.continueFrom(state.stepLosses, state.images, state.milliseconds);
    if (this.context.recover) this.restorePoint = state;
  }

  private get seconds(): number {
    return this.secondsBefore + (performance.now() - this.startedAt - this.pausedMs) / 1000;
  }

  /**
   * Goes back to the start of the epoch in which the device was lost: with the same state, batches and augmentations
   * the steps come out the same again, so nothing is lost but time.
   *
   * @returns the epoch to go on with
   * @throws the error itself, where there is nothing to go back to or it was something else
   */
  private async recover(error: unknown): Promise<number> {
    const { context, restorePoint, progress } = this;
    if (!context.recover || !restorePoint) throw error;
    this.pending = null;
    context.emit({ kind: 'paused', step: progress.steps });
    await context.recover(error);
    const { training, best, ranking, steps, epochsDone } = restorePoint;
    if (this.stage.phase !== training.phase) {
      this.stage.dispose();
      this.stage = createStage(training.phase, this.model, this.dataset, this.recipe);
    }
    restoreTrainingState(this.model, this.stage, training);
    this.best = best;
    this.ranking = ranking;
    progress.rewind(steps);
    context.emit({ kind: 'resumed' });
    return epochsDone;
  }

  private async scoreTest(checkpoint: Checkpoint): Promise<Evaluation | null> {
    for (;;) {
      try {
        restoreCheckpoint(this.model, checkpoint);
        return await this.evaluateUnlessStopped('test');
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  /** Reads what is still in flight and tells the page. */
  private async catchUp(): Promise<void> {
    await this.settle();
    this.progress.flush();
  }

  /** Swaps the warm-up for the main stage when it is over. */
  private enterEpoch(epoch: number): void {
    if (this.stage.phase === 'warm-up' && epoch >= this.recipe.schedule.warmUpEpochs) {
      const warmUp = this.stage;
      this.stage = createStage('main', this.model, this.dataset, this.recipe);
      warmUp.dispose();
    }
  }

  private async trainBatch({ batch, pass }: PlannedStep, epoch: number, tally: EpochTally): Promise<void> {
    const from = performance.now();
    const { values, shape, labels } = this.pixels.training(batch, pass);
    const images = tf.tensor(values, shape);
    let result: StepResult;
    try {
      result = trainingStep(this.model, this.stage.loss, this.stage.optimizer, images, labels);
    } finally {
      images.dispose();
    }
    const results = readStep(result);
    await this.settle();
    this.pending = { results, labels, epoch, tally };
    this.progress.addTime(batch.indices.length, performance.now() - from);
  }

  private async settle(): Promise<void> {
    if (!this.pending) return;
    const from = performance.now();
    const { results, labels, epoch, tally } = this.pending;
    const [loss, logits] = await results;
    this.pending = null;
    const value = loss[0]!;
    requireFiniteStep(value, logits, `step ${this.progress.steps + 1} (epoch ${epoch + 1})`);
    tally.add(value, logits, labels);
    this.progress.addStep(value);
    this.progress.addTime(0, performance.now() - from);
  }

  private async evaluateUnlessStopped(split: Split): Promise<Evaluation | null> {
    if (!(await this.partIsThere(split))) return null;
    const { control, emit } = this.context;
    const total = this.dataset.splits[split].count;
    try {
      return await evaluate(
        this.model,
        this.stage.loss,
        this.dataset,
        split,
        this.pixels,
        this.recipe.batch,
        async (done) => {
          emit({ kind: 'evaluating', split, done, total });
          if ((await control.nextEvaluation(async () => {})) === 'stop') throw new StopRequest();
        },
      );
    } catch (error) {
      if (error instanceof StopRequest) return null;
      throw error;
    }
  }

  /**
   * The best epoch is sought among those of the main stage: else a run could be scored with weights that its loss never
   * touched.
   */
  private async recordEpoch(epoch: number, tally: EpochTally, evaluation: Evaluation): Promise<void> {
    const { seconds, imagesPerSecond } = this.progress.leaveEpoch();
    const record: EpochRecord = {
      epoch: epoch + 1,
      phase: this.stage.phase,
      trainLoss: tally.meanLoss,
      trainAuc: tally.auc,
      val: evaluation.scores,
      learningRate: this.stage.optimizer.learningRate,
      seconds,
      imagesPerSecond,
    };
    // Not where the device was lost after the epoch had been told and the state was not yet copied.
    const told = epoch >= this.epochsDone;
    const better =
      record.phase === 'main' && (!this.best || evaluation.scores.auc > this.best.record.val.auc);
    if (better) this.best = { record, evaluation, checkpoint: await takeCheckpoint(this.model) };
    const { predictions } = evaluation;
    const scores = await epochScores(record.epoch, predictions, this.dataset.summary, this.stage.loss);
    if (record.phase === 'main') {
      const { task } = this.dataset.summary;
      this.ranking = withEpoch(this.ranking, record.epoch, predictions, task);
    }
    if (told) {
      this.epochs.push(record);
      const kept = this.scores.filter((other) => isKept(other.epoch, record.epoch, scores.logits.length));
      // A copy: whoever is told may hand the told one on to another thread, and it is gone here then.
      this.scores = [...kept, { ...scores, logits: scores.logits.slice() }];
      this.context.emit({ kind: 'epoch', record, best: better, scores });
    }
    // Only now: a device lost while the checkpoint is read takes the epoch with it, and it is told when it comes again.
    this.epochsDone = epoch + 1;
  }
}

/** Begins to read a step's results: at once, so that waiting for them later does not wait for the step behind. */
function readStep({ loss, logits }: StepResult): PendingStep['results'] {
  const results = Promise.all([loss.data(), logits.data()]).finally(() => tf.dispose([loss, logits]));
  // The one who waits for it hears of a failure; a run that is left before that does not care.
  results.catch(() => {});
  return results as PendingStep['results'];
}

/** Before the first batch: without an AUC on val no epoch would be the best. A test part without one is left out. */
function refuseUnscored({ summary }: Dataset): void {
  if (scoredOutputs(summary, 'val').scored > 0) return;
  const what =
    summary.task === 'multi-label'
      ? 'gives all its images the same value of every label'
      : 'holds one class only';
  throw new LabError(
    'one-class',
    `The val part of ${summary.name} ${what}, so no AUC is defined there and no epoch could be called the best.`,
    'Nothing was trained. Use a set whose val part holds images with and without some class or label.',
  );
}

/** Before anything is allocated: a step that cannot fit need not be begun. */
function refuseTooLarge(dataset: Dataset, recipe: Recipe, { memoryUse }: RunContext): void {
  const { summary } = dataset;
  const { width, precision } = recipe;
  const batch = Math.max(...epochBatches(dataset, recipe, 0).map(({ indices }) => indices.length));
  const shape = modelShapeOf(summary, recipe);
  const bytesPerActivation = precision === 'half' ? 2 : 4;
  const least = leastStepBytes({ shape, edge: summary.size, batch, bytesPerActivation });
  const limit = memoryUse?.().limitBytes ?? Number.POSITIVE_INFINITY;
  if (least <= limit) return;
  throw new LabError(
    'out-of-memory',
    `A step of ${batch} images at width ${width} needs more than ${formatBytes(least)} at once; ${formatBytes(limit)} may be used here.`,
    'Nothing was trained. Lower the batch or the width, and train again.',
  );
}
