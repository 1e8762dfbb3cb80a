import type { ModelJobName, ModelJobs } from '../../protocol-model-jobs.ts';
import type { TrainedModel } from '../trained-model.ts';

/** What a job works with beside the model. */
export interface JobSteps {
  /** Aborted where a person has given the job up. */
  readonly signal: AbortSignal;
  /**
   * Takes one step when it may: a run that trains has the right of way. A step is short: {@link TrainedModel.batch}
   * images at most.
   *
   * @throws LabError `cancelled` where a person has given the job up
   */
  step<Result>(work: () => Promise<Result>): Promise<Result>;
  progress(done: number, total: number): void;
  /** Asks the same model something else, or takes what is kept of it. */
  ask<Name extends ModelJobName>(
    name: Name,
    request: ModelJobs[Name]['request'],
  ): Promise<ModelJobs[Name]['answer']>;
}

/** A job on a trained model: a file here, a line in registry.ts, and its types in protocol-model-jobs.ts. */
export interface ModelJob<Name extends ModelJobName> {
  /** Whether its answers are kept by run; what is asked is JSON then. */
  readonly kept: boolean;
  run(
    model: TrainedModel,
    request: ModelJobs[Name]['request'],
    steps: JobSteps,
  ): Promise<ModelJobs[Name]['answer']>;
}
