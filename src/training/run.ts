import type { Dataset, Split } from '../lab/dataset.ts';
import { rankingOf } from '../lab/ranking/cross-fit.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { RunSummary } from '../lab/run-record.ts';
import { scoredOutputs } from '../lab/scored-outputs.ts';
import { BatchPixelBuilder } from './batch/batch-pixels.ts';
import { BatchTensors } from './batch/batch-tensors.ts';
import { BatchTrainer } from './batch-trainer.ts';
import { type Checkpoint, restoreCheckpoint } from './checkpoint.ts';
import { EpochHistory } from './epoch-history.ts';
import { EpochTally } from './epoch-tally.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { inspectStep } from './inspect-step.ts';
import { entersAsItIs, KeptFeatures, trainsHeadAlone } from './kept-features.ts';
import { headOf } from './learner.ts';
import type { Network } from './model/network.ts';
import { createStartedNetwork } from './model/started-network.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { RunClock } from './run-clock.ts';
import type { RunContext } from './run-context.ts';
import type { PlannedStep, RunPlan } from './run-plan.ts';
import { type RunState, restoreTrainingState, takeTrainingState } from './run-state.ts';
import { RunTimes } from './run-times.ts';
import { createStage, type Stage } from './stage.ts';
import { untilArrived } from './until-arrived.ts';

/** Thrown inside an evaluation to leave it when a person stops the run. */
class StopRequest extends Error {}

/** The loop of one run over its epochs: what happens in which order, and where it goes on after a lost device. */
export class Run {
  private readonly dataset: Dataset;
  private readonly recipe: Recipe;
  private readonly plan: RunPlan;
  private readonly context: RunContext;
  private readonly model: Network;
  private readonly pixels: BatchPixelBuilder;
  private readonly images: BatchTensors;
  /** Where the head alone is trained. */
  private readonly features: KeptFeatures | null;
  private readonly progress: ProgressReporter;
  private readonly batches: BatchTrainer;
  private readonly history: EpochHistory;
  private readonly clock = new RunClock();
  private readonly times: RunTimes;
  private stage: Stage;
  /** To which the run goes back when the device was lost. */
  private restorePoint: RunState | null = null;

  constructor(dataset: Dataset, recipe: Recipe, plan: RunPlan, context: RunContext, from: RunState | null) {
    this.dataset = dataset;
    this.recipe = recipe;
    this.plan = plan;
    this.context = context;
    this.times = context.times ?? new RunTimes();
    this.pixels = new BatchPixelBuilder(dataset, recipe);
    this.images = new BatchTensors(dataset, recipe, this.pixels);
    // What goes on has its weights in its state.
    this.model = createStartedNetwork(dataset.summary, recipe, from ? null : (context.start ?? null));
    this.features = trainsHeadAlone(recipe)
      ? new KeptFeatures(this.model, dataset, this.images, recipe.batch)
      : null;
    const first = recipe.schedule.warmUpEpochs > 0 ? 'warm-up' : 'main';
    this.stage = createStage(from?.training.phase ?? first, this.model, dataset, recipe);
    this.progress = new ProgressReporter(context.emit, plan.steps, () => context.memoryUse?.() ?? null);
    this.batches =
      this.features && entersAsItIs(recipe, dataset)
        ? new BatchTrainer(headOf(this.model), this.features, this.progress, this.times)
        : new BatchTrainer(this.model, this.images, this.progress, this.times);
    this.history = new EpochHistory(dataset.summary, context.emit, this.times);
    try {
      if (from) this.continueFrom(from);
    } catch (error) {
      this.dispose();
      throw error;
    }
    const { epochs, scores } = this.history.handOut();
    context.emit({
      kind: 'started',
      dataset: dataset.summary,
      backend: context.backend,
      versions: context.versions,
      parameters: this.model.size,
      stepsPerEpoch: plan.stepsPerEpoch,
      stepLosses: this.progress.stepLosses.slice(),
      epochs,
      scores,
    });
  }

  async train(): Promise<void> {
    const { context, history } = this;
    // The order of the first epoch mixes the whole training part, so that it is the same however the set came.
    if (!(await this.partIsThere('train'))) {
      context.emit({ kind: 'stopped' });
      return;
    }
    const ended = await this.trainEpochs();
    const { best, ranking: gathered, epochsDone } = history.handOut();
    if (!best) {
      context.emit({ kind: 'stopped' });
      return;
    }
    const { record, evaluation, checkpoint } = best;
    await this.times.during('checkpoint', async () => context.keepBest?.(best));
    const canTest = scoredOutputs(this.dataset.summary, 'test').scored > 0;
    const test = canTest && ended !== 'stopped' ? await this.scoreTest(checkpoint) : null;
    const ranking = rankingOf(gathered, evaluation.predictions, this.dataset.summary.task);
    const summary: RunSummary = {
      val: record.val,
      ranking: ranking?.scores ?? null,
      test: test?.scores ?? null,
      bestEpoch: record.epoch,
      epochs: epochsDone,
      ended: canTest && !test ? 'stopped' : ended,
      imagesPerSecond: this.progress.overallRate,
      seconds: this.clock.seconds,
    };
    context.emit({
      kind: 'finished',
      summary,
      val: evaluation.predictions,
      ranking: ranking?.predictions ?? null,
      test: test?.predictions ?? null,
    });
  }

  /** After an error: the steps before it belong to the curve, though they were not told yet. */
  async tellRest(): Promise<void> {
    await this.batches.settle().catch(() => {});
    this.progress.flush();
  }

  dispose(): void {
    this.images.begin(null);
    this.stage.dispose();
    this.model.dispose();
  }

  private async trainEpochs(): Promise<RunSummary['ended']> {
    // Where it was cut off between its last epoch and the end, only the test part is left to be scored.
    if (this.isOutOfPatience) return 'early-stopping';
    let epoch = this.history.epochsDone;
    while (epoch < this.plan.epochs) {
      try {
        if (this.context.recover) this.restorePoint ??= await this.takeState();
        if (!(await this.prepareFeatures('train'))) return 'stopped';
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

  /** Swaps the warm-up for the main stage when it is over. */
  private enterEpoch(epoch: number): void {
    if (this.stage.phase === 'warm-up' && epoch >= this.recipe.schedule.warmUpEpochs) {
      const warmUp = this.stage;
      this.stage = createStage('main', this.model, this.dataset, this.recipe);
      warmUp.dispose();
    }
  }

  /** @returns how the run ended, or null where it goes on */
  private async trainEpoch(epoch: number): Promise<RunSummary['ended'] | null> {
    const { model, progress } = this;
    const tally = new EpochTally(this.dataset.summary.task, model.shape.outputs, this.stage.loss.activation);
    progress.enterEpoch();
    for (const planned of this.plan.stepsOf(epoch)) {
      const decision = await this.clock.without(() => this.context.control.next(() => this.catchUp()));
      if (decision === 'stop') {
        await this.catchUp();
        return 'stopped';
      }
      // The decays of the warm-up's epochs are not those of the chosen optimizer.
      if (planned.decays && this.stage.phase === 'main') {
        this.times.during('step', () => this.stage.optimizer.decay(this.recipe.schedule.decayFactor));
      }
      await this.trainBatch(planned, epoch, tally);
    }
    await this.catchUp();
    const evaluation = await this.times.during('evaluation', () => this.evaluateUnlessStopped('val'));
    if (!evaluation) return 'stopped';
    const pace = progress.leaveEpoch();
    await this.history.add({ epoch, model, stage: this.stage, tally, evaluation, pace });
    await this.times.during('checkpoint', () => this.keepState());
    return this.isOutOfPatience ? 'early-stopping' : null;
  }

  /** A batch that a person steps through is looked at, too. */
  private async trainBatch(planned: PlannedStep, epoch: number, tally: EpochTally): Promise<void> {
    const { dataset, recipe, model, stage, pixels, context } = this;
    const train = () => this.batches.train(stage, planned, epoch, tally);
    if (!context.control.isSingleStep) return await train();
    await this.catchUp();
    const inspected = { dataset, recipe, model, loss: stage.loss, pixels };
    context.emit({ kind: 'batch', batch: await inspectStep(inspected, planned, train) });
  }

  private get isOutOfPatience(): boolean {
    return this.history.isOutOfPatience(this.recipe.patience, this.plan.epochs);
  }

  /** Reads what is still in flight and tells the page. */
  private async catchUp(): Promise<void> {
    await this.batches.settle();
    this.progress.flush();
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

  private async evaluateUnlessStopped(split: Split): Promise<Evaluation | null> {
    if (!(await this.partIsThere(split)) || !(await this.prepareFeatures(split))) return null;
    const [model, input] = this.features ? [headOf(this.model), this.features] : [this.model, this.images];
    const { loss } = this.stage;
    return await this.unlessStopped(split, (afterBatch) =>
      evaluate(model, loss, this.dataset, split, input, this.recipe.batch, afterBatch),
    );
  }

  /** Works out what the head is shown of a part, once; false where the run was stopped meanwhile. */
  private async prepareFeatures(split: Split): Promise<boolean> {
    const { features } = this;
    // Where images change from batch to batch, the head is shown what was made of them in each.
    if (!features || (split === 'train' && !entersAsItIs(this.recipe, this.dataset))) return true;
    const done = await this.unlessStopped(split, async (afterBatch) => {
      await features.prepare(split, afterBatch);
      return true;
    });
    return done !== null;
  }

  /** Work on a part in batches, which tells how far it is; null where a person stops the run between two of them. */
  private async unlessStopped<Result>(
    split: Split,
    work: (afterBatch: (done: number) => Promise<void>) => Promise<Result>,
  ): Promise<Result | null> {
    const { control, emit } = this.context;
    const total = this.dataset.splits[split].count;
    try {
      return await work(async (done) => {
        emit({ kind: 'evaluating', split, done, total });
        const decision = await this.clock.without(() => control.nextEvaluation(async () => {}));
        if (decision === 'stop') throw new StopRequest();
      });
    } catch (error) {
      if (error instanceof StopRequest) return null;
      throw error;
    }
  }

  /** Waits for a part that is still on its way; false where the run was stopped meanwhile. */
  private async partIsThere(part: Split): Promise<boolean> {
    const outcome = await this.clock.without(() => untilArrived(this.dataset, [part], this.context.control));
    return outcome === 'arrived';
  }

  /** The state as it is now, between two epochs. */
  private async keepState(): Promise<void> {
    const { context, history } = this;
    let taken: Promise<RunState> | null = null;
    const take = () => {
      taken ??= this.takeState();
      return taken;
    };
    if (context.recover) this.restorePoint = await take();
    await context.keep?.(history.epochsDone, take, this.model.size);
  }

  private async takeState(): Promise<RunState> {
    const { history, progress } = this;
    const handed = history.handOut();
    const { best, epochsDone } = handed;
    const checkpoint = best?.record.epoch === epochsDone ? best.checkpoint : null;
    const training = await takeTrainingState(this.model, this.stage, checkpoint);
    return {
      ...handed,
      training,
      steps: progress.steps,
      stepLosses: Float64Array.from(progress.stepLosses),
      ...progress.measured,
      seconds: this.clock.seconds,
    };
  }

  /** Takes up a state of another time. */
  private continueFrom(state: RunState): void {
    restoreTrainingState(this.model, this.stage, state.training);
    this.history.continueFrom(state);
    this.clock.continueFrom(state.seconds);
    this.progress.continueFrom(state.stepLosses, state.images, state.milliseconds);
    if (this.context.recover) this.restorePoint = state;
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
    this.batches.forget();
    context.emit({ kind: 'paused', step: progress.steps });
    await context.recover(error);
    const { training, steps, epochsDone } = restorePoint;
    if (this.stage.phase !== training.phase) {
      this.stage.dispose();
      this.stage = createStage(training.phase, this.model, this.dataset, this.recipe);
    }
    restoreTrainingState(this.model, this.stage, training);
    this.history.rewind(restorePoint);
    progress.rewind(steps);
    context.emit({ kind: 'resumed' });
    return epochsDone;
  }
}
