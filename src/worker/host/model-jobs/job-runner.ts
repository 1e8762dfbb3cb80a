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

/** At most so often is progress told. */
const PROGRESS_MS = 100;

/** A model for as long as a job uses it. */
interface SharedModel {
  readonly opened: Promise<TrainedModel>;
  users: number;
}

/** What all parts of a job have in common. */
interface Asked {
  readonly dataset: Dataset;
  readonly reference: ModelReference;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
}

/** Runs the jobs on trained models. Jobs on one model at a time share it; it is gone when the last of them ends. */
export class JobRunner {
  private readonly weights: KeptWeights;
  private readonly results: KeptResults;
  private readonly rightOfWay: RightOfWay;
  private readonly running = new Map<
    string,
    { readonly abort: AbortController; readonly ended: Promise<unknown> }
  >();
  private readonly models = new Map<string, SharedModel>();

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
    reference: ModelReference,
    name: Name,
    request: ModelJobs[Name]['request'],
    ticket: string,
    onProgress: (progress: JobProgress) => void,
  ): Promise<ModelJobs[Name]['answer']> {
    const abort = new AbortController();
    const answer = this.answer({ dataset, reference, signal: abort.signal, onProgress }, name, request);
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

  /** What is kept, or else worked out. */
  private async answer<Name extends ModelJobName>(
    asked: Asked,
    name: Name,
    request: ModelJobs[Name]['request'],
  ): Promise<ModelJobs[Name]['answer']> {
    const job = MODEL_JOBS[name] as ModelJob<Name>;
    if (!job.kept) return await this.work(asked, job, request);
    const { runId, recipe, epoch } = asked.reference;
    const { fingerprint } = asked.dataset.summary;
    const question = canonicalJson({
      ...{ name, request, epoch, fingerprint, digest },
      recipe: recipeHash(recipe),
    });
    const kept = await this.results.read(runId, question);
    if (kept !== null) return kept as ModelJobs[Name]['answer'];
    const answer = await this.work(asked, job, request);
    await this.results.keep(runId, question, answer);
    return answer;
  }

  private async work<Name extends ModelJobName>(
    asked: Asked,
    job: ModelJob<Name>,
    request: ModelJobs[Name]['request'],
  ): Promise<ModelJobs[Name]['answer']> {
    const { signal, onProgress } = asked;
    let told = 0;
    return await this.withModel(asked, async (model) => {
      const answer = await job.run(model, request, {
        signal,
        step: (work) => this.rightOfWay.step(signal, work),
        progress(done, total) {
          if (done < total && performance.now() - told < PROGRESS_MS) return;
          told = performance.now();
          onProgress({ done, total });
        },
        ask: (name, other) => this.answer(asked, name, other),
      });
      if (signal.aborted) throw cancelledJob();
      return answer;
    });
  }

  private async withModel<Result>(
    { dataset, reference, signal }: Asked,
    use: (model: TrainedModel) => Promise<Result>,
  ): Promise<Result> {
    const { runId, recipe, epoch, datasetKey } = reference;
    const key = canonicalJson({ runId, epoch, datasetKey, recipe: recipeHash(recipe) });
    let shared = this.models.get(key);
    if (!shared) {
      // Whoever gives up leaves it to those that wait for it as well.
      const opened = this.rightOfWay.step(NEVER, async () =>
        TrainedModel.open(dataset, recipe, await this.weights.read(runId, epoch)),
      );
      shared = { opened, users: 0 };
      this.models.set(key, shared);
    }
    shared.users += 1;
    try {
      const model = await shared.opened;
      if (signal.aborted) throw cancelledJob();
      return await use(model);
    } finally {
      shared.users -= 1;
      if (shared.users === 0) {
        this.models.delete(key);
        await shared.opened.then(
          (model) => model.dispose(),
          () => undefined,
        );
      }
    }
  }
}

const NEVER = new AbortController().signal;
