import * as tf from '@tensorflow/tfjs-core';
import { type Dataset, SPLITS, type Split } from '../lab/dataset.ts';
import { LabError } from '../lab/lab-error.ts';
import type { Recipe } from '../lab/recipe/recipe.ts';
import type { RunEvent } from '../lab/run-event.ts';
import type { BackendStatus, EpochRecord, RunSummary, Versions } from '../lab/run-record.ts';
import { BatchPixelBuilder } from './batch/batch-pixels.ts';
import { type Batch, epochBatches } from './batch/epoch-batches.ts';
import { type Checkpoint, restoreCheckpoint, takeCheckpoint } from './checkpoint.ts';
import { EpochTally } from './epoch-tally.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { modelShapeOf } from './model/model-shape.ts';
import { ResNet18 } from './model/resnet18.ts';
import { ProgressReporter } from './progress-reporter.ts';
import { applyProtocol, changesData } from './protocol/apply-protocol.ts';
import type { RunControl } from './run-control.ts';
import { createStage, decayEpochs, type Stage } from './stage.ts';
import { type StepResult, trainingStep } from './training-step.ts';

export interface RunContext {
  readonly control: RunControl;
  readonly emit: (event: RunEvent) => void;
  readonly backend: BackendStatus;
  readonly versions: Versions;
}

/** What is kept of the best epoch so far. */
interface Best {
  readonly record: EpochRecord;
  readonly evaluation: Evaluation;
  readonly checkpoint: Checkpoint;
}

/** A step whose results are still on the device. */
interface PendingStep {
  readonly result: StepResult;
  readonly labels: Uint8Array;
  readonly epoch: number;
  readonly tally: EpochTally;
}

/** Thrown inside an evaluation to leave it when a person stops the run. */
class StopRequest extends Error {}

/**
 * One whole run: trains, evaluates val after each epoch, keeps the best epoch by val AUC, and scores the test part
 * once, with that epoch's weights, at the very end. A stopped run sums up what it has and leaves the test part closed.
 *
 * @throws LabError; what was emitted before stands
 */
export async function trainRun(dataset: Dataset, recipe: Recipe, context: RunContext): Promise<void> {
  if (changesData(recipe)) await allImages(dataset);
  const prepared = applyProtocol(dataset, recipe);
  const run = new Run(prepared.dataset, prepared.recipe, context);
  try {
    await run.train();
  } finally {
    run.dispose();
  }
}

class Run {
  private readonly dataset: Dataset;
  private readonly recipe: Recipe;
  private readonly context: RunContext;
  private readonly model: ResNet18;
  private readonly pixels: BatchPixelBuilder;
  private readonly progress: ProgressReporter;
  private readonly startedAt = performance.now();
  private stage: Stage;
  private best: Best | null = null;
  private epochsDone = 0;
  private pausedMs = 0;
  /** Results of the step before, still to be read: one readback is in flight while the next step is prepared. */
  private pending: PendingStep | null = null;

  constructor(dataset: Dataset, recipe: Recipe, context: RunContext) {
    this.dataset = dataset;
    this.recipe = recipe;
    this.context = context;
    const stepsPerEpoch = epochBatches(dataset, recipe, 0).length;
    this.pixels = new BatchPixelBuilder(dataset, recipe);
    this.model = new ResNet18(modelShapeOf(dataset.summary, recipe), recipe.seed);
    this.stage = createStage(
      recipe.schedule.warmUpEpochs > 0 ? 'warm-up' : 'main',
      this.model,
      dataset,
      recipe,
    );
    this.progress = new ProgressReporter(context.emit, stepsPerEpoch * recipe.epochs);
    context.emit({
      kind: 'started',
      dataset: dataset.summary,
      backend: context.backend,
      versions: context.versions,
      parameters: this.model.size,
      stepsPerEpoch,
    });
  }

  async train(): Promise<void> {
    const { recipe, context, dataset } = this;
    // The statistics for normalising need every training image; without them training starts as images arrive.
    if (recipe.normalise === 'train') {
      await dataset.streaming?.whenArrived('train', dataset.splits.train.count - 1);
    }
    const ended = await this.trainEpochs();
    if (!this.best) {
      context.emit({ kind: 'stopped' });
      return;
    }
    const { record, evaluation, checkpoint } = this.best;
    let test: Evaluation | null = null;
    if (ended !== 'stopped') {
      restoreCheckpoint(this.model, checkpoint);
      test = await this.evaluateUnlessStopped('test');
    }
    const summary: RunSummary = {
      val: record.val,
      test: test?.scores ?? null,
      bestEpoch: record.epoch,
      epochs: this.epochsDone,
      ended: test ? ended : 'stopped',
      imagesPerSecond: this.progress.overallRate,
      seconds: (performance.now() - this.startedAt - this.pausedMs) / 1000,
    };
    context.emit({ kind: 'finished', summary, val: evaluation.predictions, test: test?.predictions ?? null });
  }

  dispose(): void {
    this.disposePending();
    this.stage.dispose();
    this.model.dispose();
  }

  private async trainEpochs(): Promise<RunSummary['ended']> {
    const { recipe, context } = this;
    const decays = decayEpochs(recipe);
    for (let epoch = 0; epoch < recipe.epochs; epoch++) {
      this.enterEpoch(epoch, decays);
      const tally = new EpochTally(
        this.dataset.summary.task,
        this.model.shape.outputs,
        this.stage.loss.activation,
      );
      this.progress.enterEpoch(tally);
      for (const batch of epochBatches(this.dataset, recipe, epoch)) {
        const waitedFrom = performance.now();
        if ((await context.control.next(() => this.catchUp())) === 'stop') {
          await this.catchUp();
          return 'stopped';
        }
        await this.dataset.streaming?.whenArrived(
          'train',
          batch.indices.reduce((a, b) => Math.max(a, b), 0),
        );
        this.pausedMs += performance.now() - waitedFrom;
        await this.trainBatch(batch, epoch, tally);
      }
      await this.catchUp();
      const evaluation = await this.evaluateUnlessStopped('val');
      if (!evaluation) return 'stopped';
      const better = await this.recordEpoch(epoch, tally, evaluation);
      const sinceBest = epoch + 1 - this.best!.record.epoch;
      if (!better && recipe.patience !== null && sinceBest >= recipe.patience) return 'early-stopping';
    }
    return 'all-epochs';
  }

  /** Reads what is still in flight and tells the page. */
  private async catchUp(): Promise<void> {
    await this.settle();
    this.progress.flush();
  }

  /**
   * Swaps the warm-up for the main stage when it is over, and decays at the decay epochs of the main stage. The best
   * epoch is sought among those of the main stage: else a run could be scored with weights that its loss never touched.
   */
  private enterEpoch(epoch: number, decays: ReadonlySet<number>): void {
    if (this.stage.phase === 'warm-up' && epoch >= this.recipe.schedule.warmUpEpochs) {
      this.stage.dispose();
      this.stage = createStage('main', this.model, this.dataset, this.recipe);
      this.best = null;
    }
    if (decays.has(epoch) && this.stage.phase === 'main') {
      this.stage.optimizer.decay(this.recipe.schedule.decayFactor);
    }
  }

  private async trainBatch(batch: Batch, epoch: number, tally: EpochTally): Promise<void> {
    const from = performance.now();
    const { values, shape, labels } = this.pixels.training(batch, epoch);
    const images = tf.tensor(values, shape);
    let result: StepResult;
    try {
      result = trainingStep(this.model, this.stage.loss, this.stage.optimizer, images, labels);
    } finally {
      images.dispose();
    }
    await this.settle();
    this.pending = { result, labels, epoch, tally };
    this.progress.addTime(batch.indices.length, performance.now() - from);
  }

  private async settle(): Promise<void> {
    if (!this.pending) return;
    const from = performance.now();
    const { result, labels, epoch, tally } = this.pending;
    const [loss, logits] = await Promise.all([result.loss.data(), result.logits.data()]);
    this.disposePending();
    const value = loss[0]!;
    if (!Number.isFinite(value)) throw diverged(value, this.progress.steps + 1, epoch + 1);
    tally.add(value, logits as Float32Array, labels);
    this.progress.addStep(value);
    this.progress.addTime(0, performance.now() - from);
  }

  private disposePending(): void {
    if (!this.pending) return;
    const { loss, logits } = this.pending.result;
    tf.dispose([loss, logits]);
    this.pending = null;
  }

  private async evaluateUnlessStopped(split: Split): Promise<Evaluation | null> {
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
          if ((await control.next(async () => {})) === 'stop') throw new StopRequest();
        },
      );
    } catch (error) {
      if (error instanceof StopRequest) return null;
      throw error;
    }
  }

  private async recordEpoch(epoch: number, tally: EpochTally, evaluation: Evaluation): Promise<boolean> {
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
    this.epochsDone = epoch + 1;
    const better = !this.best || evaluation.scores.auc > this.best.record.val.auc;
    if (better) this.best = { record, evaluation, checkpoint: await takeCheckpoint(this.model) };
    this.context.emit({ kind: 'epoch', record, best: better });
    return better;
  }
}

/** A protocol draws from the whole set, so it cannot begin before the last chunk. */
async function allImages({ streaming, splits }: Dataset): Promise<void> {
  for (const split of SPLITS) await streaming?.whenArrived(split, splits[split].count - 1);
}

function diverged(loss: number, step: number, epoch: number): LabError {
  return new LabError(
    'diverged',
    `The loss became ${loss} at step ${step} (epoch ${epoch}), so training was stopped.`,
    'The curve up to here is kept. Try a smaller learning rate, normalisation, or a larger batch.',
  );
}
