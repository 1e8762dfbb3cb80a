import * as tf from '@tensorflow/tfjs-core';
import type { LabelValues } from '../lab/label-values.ts';
import { requireFiniteStep } from './diverged.ts';
import type { EpochTally } from './epoch-tally.ts';
import type { Learner, LearnerInput } from './learner.ts';
import type { ProgressReporter } from './progress-reporter.ts';
import type { PlannedStep } from './run-plan.ts';
import type { RunTimes } from './run-times.ts';
import type { Stage } from './stage.ts';
import { type StepResult, trainingStep } from './training-step.ts';

/** A step whose results are still on their way from the device. */
interface PendingStep {
  /** Loss and logits. */
  readonly results: Promise<readonly [Float32Array, Float32Array]>;
  readonly labels: LabelValues;
  readonly epoch: number;
  readonly tally: EpochTally;
}

/** Trains batch by batch, and reads the results of a step while the next batch is prepared: one is in flight. */
export class BatchTrainer {
  private readonly model: Learner;
  private readonly input: LearnerInput;
  private readonly progress: ProgressReporter;
  private readonly times: RunTimes;
  private pending: PendingStep | null = null;

  constructor(model: Learner, input: LearnerInput, progress: ProgressReporter, times: RunTimes) {
    this.model = model;
    this.input = input;
    this.progress = progress;
    this.times = times;
  }

  /**
   * One step. What it came to is told with the next one, or by {@link settle}.
   *
   * @param epoch from 0
   * @throws LabError `diverged` where the step before came to no number
   */
  async train(
    { loss, optimizer }: Stage,
    { batch, pass, next }: PlannedStep,
    epoch: number,
    tally: EpochTally,
  ): Promise<void> {
    const from = performance.now();
    const { images, labels, mix } = this.times.during('batch', () => this.input.training(batch, pass));
    const result = this.times.during('step', () => {
      try {
        // It is made while this one is trained on.
        this.times.during('batch', () => this.input.begin(next));
        return trainingStep(this.model, loss, optimizer, images, labels, mix);
      } finally {
        images.dispose();
      }
    });
    // Begun here, waited for by the next step: an object, as a promise would be followed to its end.
    const { results } = this.times.during('readback', () => ({ results: readStep(result) }));
    await this.settle();
    this.pending = { results, labels, epoch, tally };
    this.progress.addTime(batch.indices.length, performance.now() - from);
  }

  /**
   * Waits for the step in flight, if there is one, and counts it.
   *
   * @throws LabError `diverged` where it came to no number
   */
  async settle(): Promise<void> {
    if (!this.pending) return;
    const from = performance.now();
    const { results, labels, epoch, tally } = this.pending;
    const [loss, logits] = await this.times.during('readback', () => results);
    this.pending = null;
    const value = loss[0]!;
    requireFiniteStep(value, logits, `step ${this.progress.steps + 1} (epoch ${epoch + 1})`);
    tally.add(value, logits, labels);
    this.progress.addStep(value);
    this.progress.addTime(0, performance.now() - from);
  }

  /** Gives up the step in flight: the device went away with it. */
  forget(): void {
    this.pending = null;
  }
}

/** Begins to read a step's results: at once, so that waiting for them later does not wait for the step behind. */
function readStep({ loss, logits }: StepResult): PendingStep['results'] {
  const results = Promise.all([loss.data(), logits.data()]).finally(() => tf.dispose([loss, logits]));
  // The one who waits for it hears of a failure; a run that is left before that does not care.
  results.catch(() => {});
  return results as PendingStep['results'];
}
