import * as Comlink from 'comlink';
import { LabError, type LabErrorDescription } from '../../lab/lab-error.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import type { LabWorker, RunStart, WorkerProblem } from '../protocol.ts';
import { toLabError } from './to-lab-error.ts';
import { onWorkerDeath } from './worker-death.ts';
import type { WorkerLike } from './worker-like.ts';

/** How long a worker may stay silent after a request to stop before it is ended by force. */
export const STOP_PATIENCE_MS = 2000;
/** How long it may take to sum up the run once it has agreed to stop. */
export const SUM_UP_PATIENCE_MS = 10_000;

/** One life of the worker: a generation ends when it crashes or is terminated. */
interface Generation {
  readonly worker: WorkerLike;
  readonly remote: Comlink.Remote<LabWorker>;
  /** Rejects when the worker dies; calls in flight race with it, as Comlink would leave them open for ever. */
  readonly death: Promise<never>;
  readonly die: (error: LabError) => void;
}

const STOPPED = new LabError(
  'cancelled',
  'The worker did not answer, so it was ended at once.',
  'What had been measured is kept; the data is read again when it is next needed.',
);

/**
 * The page's side of the worker: turns errors back into {@link LabError}, notices when the worker dies, and ends and
 * rebuilds it when it does not answer a stop. The worker starts with the first call.
 */
export class LabClient {
  readonly #create: () => WorkerLike;
  readonly #deathListeners = new Set<(error: LabError) => void>();
  readonly #problemListeners = new Set<(problem: LabErrorDescription) => void>();
  #current: Generation | null = null;
  #training: Promise<void> | null = null;

  constructor(create: () => WorkerLike) {
    this.#create = create;
  }

  /** Called whenever the worker is gone, with what it held: loaded sets and the chosen backend. */
  onDeath(listener: (error: LabError) => void): () => void {
    this.#deathListeners.add(listener);
    return () => this.#deathListeners.delete(listener);
  }

  /** Called with what failed in the worker without anybody waiting for it; the worker goes on. */
  onProblem(listener: (problem: LabErrorDescription) => void): () => void {
    this.#problemListeners.add(listener);
    return () => this.#problemListeners.delete(listener);
  }

  /** Starts the worker now rather than with the first call: its script is on its way while the page is drawn. */
  wake(): void {
    this.#generation();
  }

  environment = () => this.#call((remote) => remote.environment());
  useBackend: LabWorker['useBackend'] = (name, threads) =>
    this.#call((remote) => remote.useBackend(name, threads));
  load: LabWorker['load'] = (request, onProgress, onNotice) =>
    this.#call((remote) => remote.load(request, Comlink.proxy(onProgress), Comlink.proxy(onNotice)));
  cancelLoad = () => this.#call((remote) => remote.cancelLoad());
  listStoredFiles = () => this.#call((remote) => remote.listStoredFiles());
  deleteStoredFile = (name: string) => this.#call((remote) => remote.deleteStoredFile(name));
  listShardStores = () => this.#call((remote) => remote.listShardStores());
  preview: LabWorker['preview'] = (request) => this.#call((remote) => remote.preview(request));
  trainingImages: LabWorker['trainingImages'] = (key, indices) =>
    this.#call((remote) => remote.trainingImages(key, indices));
  pixelLevels = (key: string) => this.#call((remote) => remote.pixelLevels(key));
  balancePreview: LabWorker['balancePreview'] = (key, recipe) =>
    this.#call((remote) => remote.balancePreview(key, recipe));
  tableImages: LabWorker['tableImages'] = (key, recipe) =>
    this.#call((remote) => remote.tableImages(key, recipe));
  tablePortrait: LabWorker['tablePortrait'] = (key, recipe, image) =>
    this.#call((remote) => remote.tablePortrait(key, recipe, image));
  galleryImages: LabWorker['galleryImages'] = (key, query, columns) =>
    this.#call((remote) => remote.galleryImages(key, query, columns));
  galleryTiles: LabWorker['galleryTiles'] = (key, ids, most) =>
    this.#call((remote) => remote.galleryTiles(key, ids, most));
  classOverview: LabWorker['classOverview'] = (key, split, labels) =>
    this.#call((remote) => remote.classOverview(key, split, labels));
  reviewLabels: LabWorker['reviewLabels'] = (key, recipe, scores, pruning) =>
    this.#call((remote) => remote.reviewLabels(key, recipe, scores, pruning));
  lookAlikes = (key: string) => this.#call((remote) => remote.lookAlikes(key));
  keptStates = () => this.#call((remote) => remote.keptStates());
  readState = (id: string) => this.#call((remote) => remote.readState(id));
  addState = (file: Blob) => this.#call((remote) => remote.addState(file));
  dropState = (id: string) => this.#call((remote) => remote.dropState(id));
  /** Calls what the page needs later than at its opening: such methods stand in files of their own. */
  withWorker = <Result>(run: (remote: Comlink.Remote<LabWorker>) => Promise<Result>) => this.#call(run);
  pause = () => this.#call((remote) => remote.pause());
  step = () => this.#call((remote) => remote.step());
  resume = () => this.#call((remote) => remote.resume());

  /** @throws LabError, among them `worker-died`, or `cancelled` when a stop had to end the worker */
  async train(
    recipe: Recipe,
    datasetKey: string,
    run: RunStart,
    onEvent: (event: RunEvent) => void,
  ): Promise<void> {
    const training = this.#call((remote) => remote.train(recipe, datasetKey, run, Comlink.proxy(onEvent)));
    this.#training = training;
    try {
      await training;
    } finally {
      this.#training = null;
    }
  }

  /**
   * Stops the run. A worker deep in a batch cannot answer: after {@link STOP_PATIENCE_MS} it is terminated, and the
   * pending train() rejects with `cancelled`.
   */
  async stop(): Promise<void> {
    const training = this.#training;
    const generation = this.#current;
    if (!training || !generation) return;
    const settled = training.catch(() => undefined);
    const answered = await within(STOP_PATIENCE_MS, Promise.race([settled, generation.remote.stop()]));
    const done = answered && (await within(SUM_UP_PATIENCE_MS, settled));
    if (!done) this.#end(generation, STOPPED);
    await settled;
  }

  #call<Result>(run: (remote: Comlink.Remote<LabWorker>) => Promise<Result>): Promise<Result> {
    const generation = this.#generation();
    return Promise.race([run(generation.remote), generation.death]).catch((error) => {
      throw toLabError(error);
    });
  }

  #generation(): Generation {
    if (this.#current) return this.#current;
    const worker = this.#create();
    let die: (error: LabError) => void = () => undefined;
    const death = new Promise<never>((_, reject) => {
      die = reject;
    });
    death.catch(() => undefined);
    const generation: Generation = { worker, remote: Comlink.wrap<LabWorker>(worker), death, die };
    onWorkerDeath(worker, (detail) =>
      this.#end(
        generation,
        new LabError(
          'worker-died',
          `The worker that computes has died${detail ? `: ${detail}` : ', perhaps for lack of memory'}.`,
          'What had been measured is kept. Train again, with a smaller batch or width if it happens twice.',
        ),
      ),
    );
    const told = ({ data }: MessageEvent<Partial<WorkerProblem> | null>) => {
      if (data?.problem) for (const listener of this.#problemListeners) listener(data.problem);
    };
    worker.addEventListener('message', told as EventListener, {});
    this.#current = generation;
    return generation;
  }

  #end(generation: Generation, error: LabError): void {
    if (this.#current !== generation) return;
    this.#current = null;
    generation.worker.terminate();
    generation.die(error);
    for (const listener of this.#deathListeners) listener(error);
  }
}

/** Whether the promise resolved in time. */
function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const answered = promise.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
