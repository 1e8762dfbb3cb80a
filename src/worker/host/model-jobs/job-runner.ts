import digest from 'virtual:arithmetic';
import type { Dataset } from '../../../lab/dataset.ts';
import { canonicalJson, recipeHash } from '../../../lab/recipe/canonical.ts';
import type { JobProgress, ModelJobName, ModelJobs, ModelReference } from '../../protocol-model-jobs.ts';
import type { KeptResults } from '../kept-results.ts';
import type { KeptWeights } from '../kept-weights.ts';
import { cancelledJob, type RightOfWay } from '../right-of-way.ts';
import { TrainedModel } from '../trained-model.ts';
import type { ModelJob } from './model-job.ts';
import { MODEL_JOBS } from './registry.ts';

/** Runs the jobs on trained models, each with a model of its own, which is gone when it ends. */
export class JobRunner {
  private readonly weights: KeptWeights;
  private readonly results: KeptResults;
  private readonly rightOfWay: RightOfWay;
  private readonly running = new Map<string, { readonly abort: AbortController; ended: Promise<unknown> }>();

  constructor(weights: KeptWeights, results: KeptResults, rightOfWay: RightOfWay) {
    this.weights = weights;
    this.results = results;
    this.rightOfWay = rightOfWay;
  }

  /**
   * @param ticket by which the job can be cancelled
   * @throws LabError `no-weights` where the weights are not kept any more, `cancelled`, or what went wrong in a step
   */
  async run<Name extends ModelJobName>(
    dataset: Dataset,
    model: ModelReference,
    name: Name,
    request: ModelJobs[Name]['request'],
    ticket: string,
    onProgress: (progress: JobProgress) => void,
  ): Promise<ModelJobs[Name]['answer']> {
    const abort = new AbortController();
    const answer = this.answer(dataset, model, name, request, abort.signal, onProgress);
    this.running.set(ticket, { abort, ended: answer.catch(() => undefined) });
    try {
      return await answer;
    } finally {
      this.running.delete(ticket);
    }
  }

  cancel(ticket: string): void {
    this.running.get(ticket)?.abort.abort();
  }

  /** Resolves when none holds a tensor any more. */
  async cancelAll(): Promise<void> {
    const jobs = [...this.running.values()];
    for (const { abort } of jobs) abort.abort();
    await Promise.all(jobs.map(({ ended }) => ended));
  }

  private async answer<Name extends ModelJobName>(
    dataset: Dataset,
    { runId, recipe, epoch }: ModelReference,
    name: Name,
    request: ModelJobs[Name]['request'],
    signal: AbortSignal,
    onProgress: (progress: JobProgress) => void,
  ): Promise<ModelJobs[Name]['answer']> {
    const job = MODEL_JOBS[name] as ModelJob<Name>;
    const { fingerprint } = dataset.summary;
    const question = canonicalJson({
      ...{ name, request, epoch, fingerprint, digest },
      recipe: recipeHash(recipe),
    });
    if (job.kept) {
      const kept = await this.results.read(runId, question);
      if (kept !== null) return kept as ModelJobs[Name]['answer'];
    }
    const model = await this.rightOfWay.step(signal, async () =>
      TrainedModel.open(dataset, recipe, await this.weights.read(runId, epoch)),
    );
    let told = 0;
    try {
      const answer = await job.run(model, request, {
        step: (work) => this.rightOfWay.step(signal, work),
        progress(done, total) {
          if (done < total && performance.now() - told < PROGRESS_MS) return;
          told = performance.now();
          onProgress({ done, total });
        },
      });
      if (signal.aborted) throw cancelledJob();
      if (job.kept) await this.results.keep(runId, question, answer);
      return answer;
    } finally {
      model.dispose();
    }
  }
}

/** At most so often is progress told. */
const PROGRESS_MS = 100;
