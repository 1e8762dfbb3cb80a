import { BUILD } from 'virtual:build-facts';
import * as tf from '@tensorflow/tfjs-core';
import { transfer } from 'comlink';
import { deleteStoredFile, listStoredFiles } from '../../datasets/cache/stored-files.ts';
import { listShardStores } from '../../datasets/shards/stores.ts';
import { loadDataset } from '../../datasets/sources/registry.ts';
import { mostSimdThreads } from '../../kernels/simd/register.ts';
import { labVersion } from '../../lab/build-facts.ts';
import type { Pruning } from '../../lab/confident-learning/confident-learning.ts';
import type { DatasetRequest, LoadProgress, Split } from '../../lab/dataset.ts';
import type { Edition } from '../../lab/edition/edition.ts';
import type { ImageQuery } from '../../lab/gallery/choose-images.ts';
import type { ScoreColumn } from '../../lab/gallery/score-columns.ts';
import type { GivenPart } from '../../lab/import/import-file.ts';
import type { GivenImportOptions, ImportOptions } from '../../lab/import/options.ts';
import { describeError, LabError, type LabErrorDescription, withKept } from '../../lab/lab-error.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { RunEvent } from '../../lab/run-event.ts';
import { BACKEND_TITLES, type BackendName } from '../../lab/run-record.ts';
import { RunControl } from '../../training/run-control.ts';
import { trainRun } from '../../training/train-run.ts';
import type { Environment, FoldScores, LabWorker, PreviewRequest, RunStart, SetFormat } from '../protocol.ts';
import type { JobProgress, ModelJobName, ModelJobs, ModelReference } from '../protocol-model-jobs.ts';
import type { KeptStart, StartSource } from '../protocol-starts.ts';
import { findBackend } from './backends/registry.ts';
import { type Selection, selectBackend } from './backends/select.ts';
import { isWebgpuLost, keepHalfActivations } from './backends/webgpu.ts';
import { DatasetStore } from './dataset-store.ts';
import { DeviceRecovery, restartWebgpu } from './device-recovery.ts';
import { explain } from './explain.ts';
import { classOverview, galleryImages, galleryTiles } from './gallery.ts';
import { GivenFiles } from './given-files.ts';
import { type KeptFile, KeptFolder, KeptRoom } from './kept-files.ts';
import { KeptResults } from './kept-results.ts';
import { KeptStarts } from './kept-starts.ts';
import { KeptStates, readState } from './kept-states.ts';
import { KeptWeights } from './kept-weights.ts';
import { lookAlikes } from './look-alikes.ts';
import { JobRunner } from './model-jobs/job-runner.ts';
import { pixelLevels } from './pixel-levels.ts';
import { balancePreview, previewTiles } from './previews.ts';
import { reviewLabels } from './review-labels.ts';
import { RightOfWay } from './right-of-way.ts';
import { identityOf, keeping, keptRunOf, stateOf } from './run-states.ts';
import { tableImages, tablePortrait } from './table-images.ts';
import { trainingImages } from './training-images.ts';

/** @throws LabError `bad-recipe` where the backend has no halves */
async function applyPrecision({ precision }: Recipe, backend: BackendName): Promise<void> {
  if (backend === 'webgpu') await keepHalfActivations(precision === 'half');
  else if (precision === 'half') {
    throw new LabError(
      'bad-recipe',
      `Half precision needs the WebGPU backend, and ${BACKEND_TITLES[backend]} computes here.`,
      'Nothing was trained. Choose WebGPU at the top right, or single precision under Optimizer.',
    );
  }
}

/** States, weights, and what was worked out with them. */
const FOLDERS = ['run-states', 'run-weights', 'run-results'] as const;
type Folders = [KeptFolder, KeptFolder, KeptFolder];
/** Of all that was worked out. */
const RESULTS_BYTES = 256e6;

/** Of all weights that runs start from: a ResNet-18 of width 64 has 45 MB. */
const STARTS_BYTES = 1.5e9;

/** The lab behind the page: one backend, the loaded sets, and at most one run. */
export class LabHost implements LabWorker {
  private readonly datasets = new DatasetStore();
  private readonly given = new GivenFiles();
  private readonly folders = FOLDERS.map((name) => new KeptFolder(name)) as Folders;
  private readonly states: KeptStates;
  private readonly weights: KeptWeights;
  private readonly results: KeptResults;
  private readonly starts: KeptStarts;
  private readonly jobs: JobRunner;
  /** The backend starts with the first call that needs it. */
  private selection: Promise<Selection> | null = null;
  private loading: AbortController | null = null;
  private saving: AbortController | null = null;
  private control: RunControl | null = null;
  /** Told while a run trains what had to make room for it. */
  private onLetGo: (runs: readonly string[]) => void = () => {};

  constructor() {
    const [states, weights, results] = this.folders;
    const room = new KeptRoom([states, weights]);
    const onRemoved = (files: readonly KeptFile[]) => this.onLetGo([...new Set(files.map(({ id }) => id))]);
    this.states = new KeptStates(states, room, onRemoved);
    this.weights = new KeptWeights(weights, room, onRemoved);
    this.results = new KeptResults(results, new KeptRoom([results], RESULTS_BYTES));
    // Not of a run: they outlive the one that they came from.
    const starts = new KeptFolder('start-weights');
    this.starts = new KeptStarts(starts, new KeptRoom([starts], STARTS_BYTES));
    const rightOfWay = new RightOfWay(() => this.control !== null && !this.control.isWaiting);
    this.jobs = new JobRunner(this.weights, this.results, rightOfWay);
  }

  async environment(): Promise<Environment> {
    const { status, offers } = await this.selected();
    return {
      backend: status,
      offers,
      versions: { lab: labVersion(BUILD), tfjs: tf.version_core },
      crossOriginIsolated,
      mostThreads: mostSimdThreads(),
    };
  }

  private selected(): Promise<Selection> {
    if (this.selection) return this.selection;
    const selection = selectBackend(null, null);
    this.selection = selection;
    // What failed is tried again by whoever asks next.
    selection.catch(() => {
      if (this.selection === selection) this.selection = null;
    });
    return selection;
  }

  async useBackend(name: BackendName | null, threads: number | null): Promise<Environment> {
    if (this.control) {
      throw new LabError(
        'internal',
        'A run is training.',
        'It goes on. Stop it before you change the backend.',
      );
    }
    // They hold tensors of the backend that is left.
    await this.jobs.cancelAll();
    const before = this.selection;
    try {
      this.selection = selectBackend(name, threads);
      const { status } = await this.selection;
      const left = before ? (await before).status.name : status.name;
      // What it held, gigabytes perhaps, is for the new one.
      if (left !== status.name) await findBackend(left).stop?.();
    } catch (error) {
      this.selection = before;
      const { status } = (await before) ?? {};
      if (status) await tf.setBackend(status.name);
      throw error;
    }
    return this.environment();
  }

  async load(
    request: DatasetRequest<string>,
    onProgress: (progress: LoadProgress) => void,
    onNotice: (notice: LabErrorDescription) => void,
  ) {
    this.loading?.abort();
    const loading = new AbortController();
    this.loading = loading;
    try {
      const context = {
        signal: loading.signal,
        onProgress,
        onNotice: (notice: LabError) => onNotice(describeError(notice)),
      };
      const dataset = await loadDataset(
        request.kind === 'import'
          ? { ...request, files: await this.given.list(request.files, context) }
          : request,
        context,
      );
      this.datasets.add(dataset);
      return dataset.summary;
    } catch (error) {
      throw withKept(error, 'What was loaded before stays, and your runs are kept.');
    } finally {
      if (this.loading === loading) this.loading = null;
    }
  }

  async giveFiles(id: string, parts: readonly GivenPart[]): Promise<void> {
    this.given.give(id, parts);
  }

  async lookAtImport(
    id: string,
    options: GivenImportOptions,
    anew: boolean,
    onProgress: (progress: LoadProgress) => void,
  ) {
    this.loading?.abort();
    const loading = new AbortController();
    this.loading = loading;
    try {
      // Readers of other people's files are fetched when there are some.
      const { isPlain, lookAtImport } = await import('../../datasets/importers/look.ts');
      const context = { signal: loading.signal, onProgress };
      const files = await this.given.list(id, context);
      if (anew && (await isPlain(files, context))) return null;
      const answer = await lookAtImport(files, options, context);
      return transfer(answer, [answer.tiles.pixels.buffer]);
    } catch (error) {
      throw withKept(error, 'What was loaded before stays, and your runs are kept.');
    } finally {
      if (this.loading === loading) this.loading = null;
    }
  }

  async cancelLoad(): Promise<void> {
    this.loading?.abort();
  }

  async saveSet(
    datasetKey: string,
    edition: Edition | null,
    format: SetFormat,
    stem: string,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<File> {
    this.saving?.abort();
    const saving = new AbortController();
    this.saving = saving;
    const { saveSet } = await import('./save-set.ts');
    const context = { signal: saving.signal, onProgress };
    return await saveSet(this.datasets.get(datasetKey), edition, format, stem, context);
  }

  async cancelSave(): Promise<void> {
    this.saving?.abort();
  }

  async attributes(datasetKey: string) {
    return this.datasets.get(datasetKey).attributes ?? [];
  }

  async readPicture(datasetKey: string, file: Blob, square: ImportOptions['square']): Promise<Uint8Array> {
    const { pictureAsImage } = await import('../../datasets/importers/one-picture.ts');
    const image = await pictureAsImage(file, this.datasets.get(datasetKey).summary, square);
    return transfer(image, [image.buffer]);
  }

  listStoredFiles = () => listStoredFiles();
  deleteStoredFile = (name: string) => deleteStoredFile(name);
  listShardStores = () => listShardStores();

  async preview(request: PreviewRequest) {
    return previewTiles(this.datasets.get(request.datasetKey), request);
  }

  async trainingImages(datasetKey: string, indices: readonly number[]) {
    const answer = await trainingImages(this.datasets.get(datasetKey), indices);
    return transfer(answer, [answer.pixels.buffer, answer.labels.buffer]);
  }

  async pixelLevels(datasetKey: string) {
    return pixelLevels(this.datasets.get(datasetKey));
  }

  async balancePreview(datasetKey: string, recipe: Recipe) {
    return balancePreview(this.datasets.get(datasetKey), recipe);
  }

  async tableImages(datasetKey: string, recipe: Recipe | null) {
    const answer = await tableImages(this.datasets.get(datasetKey), recipe);
    return transfer(answer, [answer.pixels.buffer]);
  }

  async tablePortrait(datasetKey: string, recipe: Recipe | null, image: number) {
    const answer = await tablePortrait(this.datasets.get(datasetKey), recipe, image);
    return transfer(answer, [answer.pixels.buffer]);
  }

  async galleryImages(datasetKey: string, query: ImageQuery, columns: readonly ScoreColumn[]) {
    const answer = await galleryImages(this.datasets.get(datasetKey), query, columns);
    return transfer(answer, [answer.ids.buffer]);
  }

  async galleryTiles(datasetKey: string, ids: Uint32Array, most: number) {
    const answer = await galleryTiles(this.datasets.get(datasetKey), ids, most);
    return transfer(answer, [answer.pixels.buffer]);
  }

  async classOverview(datasetKey: string, split: Split, labels: readonly number[]) {
    return classOverview(this.datasets.get(datasetKey), split, labels);
  }

  async reviewLabels(datasetKey: string, recipe: Recipe, scores: FoldScores, pruning: Pruning) {
    return reviewLabels(this.datasets.get(datasetKey), recipe, scores, pruning);
  }

  async lookAlikes(datasetKey: string) {
    return lookAlikes(this.datasets.get(datasetKey));
  }

  async train(
    recipe: Recipe,
    datasetKey: string,
    run: RunStart,
    onEvent: (event: RunEvent) => void,
  ): Promise<void> {
    if (this.control)
      throw new LabError(
        'internal',
        'A run is training already.',
        'It goes on. Wait for its end, or stop it.',
      );
    let step = 0;
    const emit = (event: RunEvent) => {
      if (event.kind === 'progress') step = event.step;
      onEvent(event.kind === 'epoch' ? transfer(event, [event.scores.logits.buffer]) : event);
    };
    const control = new RunControl({
      onPaused: () => emit({ kind: 'paused', step }),
      onResumed: () => emit({ kind: 'resumed' }),
    });
    this.control = control;
    this.onLetGo = (runs) => emit({ kind: 'let-go', runs });
    try {
      const { backend, versions } = await this.environment();
      const { memoryUse } = await this.selected();
      // Lost since the last run, say because the machine slept, or for good in it.
      if (backend.name === 'webgpu' && isWebgpuLost()) await restartWebgpu(backend.device);
      await applyPrecision(recipe, backend.name);
      const dataset = this.datasets.get(datasetKey);
      const identity = identityOf(recipe, dataset.summary, { backend, versions });
      const from = run.continues ? await stateOf(this.states, run.id, identity) : null;
      const start = recipe.start && !from ? await this.starts.read(recipe.start) : null;
      const recovery = new DeviceRecovery(backend.device);
      const context = {
        ...{ control, emit, backend, versions },
        ...keeping({ states: this.states, weights: this.weights }, run, identity, emit),
        ...(start ? { start } : {}),
        ...(memoryUse ? { memoryUse } : {}),
        ...(backend.name === 'webgpu' ? { recover: (error: unknown) => recovery.recover(error) } : {}),
      };
      await trainRun(dataset, recipe, context, from);
    } catch (error) {
      emit({ kind: 'failed', error: describeError(explain(error)) });
    } finally {
      this.control = null;
      this.onLetGo = () => {};
    }
  }

  keptWeights = () => this.weights.list();

  async setRunAside(id: string): Promise<void> {
    for (const folder of this.folders) await folder.setAside(id);
  }

  async bringRunBack(id: string): Promise<void> {
    for (const folder of this.folders) await folder.bringBack(id);
  }

  async askModel<Name extends ModelJobName>(
    model: ModelReference,
    name: Name,
    request: ModelJobs[Name]['request'],
    ticket: string,
    onProgress: (progress: JobProgress) => void,
  ): Promise<ModelJobs[Name]['answer']> {
    const { backend } = await this.environment();
    if (!this.control && backend.name === 'webgpu' && isWebgpuLost()) await restartWebgpu(backend.device);
    try {
      return await this.jobs.run(
        this.datasets.get(model.datasetKey),
        ...([model, name, request, ticket, onProgress] as const),
      );
    } catch (error) {
      throw explain(error, 'The run and its results are kept. Try again when nothing trains.');
    }
  }

  async cancelJob(ticket: string): Promise<void> {
    this.jobs.cancel(ticket);
  }

  keptStates = () => this.states.list();
  readState = (id: string) => this.states.file(id);
  dropState = (id: string) => this.states.drop(id);

  async addState(file: Blob) {
    const { marks } = keptRunOf(await readState(file));
    await this.states.add(marks.id, file);
    return marks;
  }

  keptStarts = () => this.starts.list();
  setStartAside = (hash: string) => this.starts.setAside(hash);
  bringStartBack = (hash: string) => this.starts.bringBack(hash);

  async keepStart(source: StartSource): Promise<KeptStart> {
    if (source.kind === 'file') return await this.starts.addFile(source.file, source.name);
    const { runId, recipe, dataset, name } = source;
    return await this.starts.addRun(await this.weights.read(runId, null), recipe, dataset, name);
  }

  async pause(): Promise<void> {
    this.control?.pause();
  }

  async step(): Promise<void> {
    this.control?.step();
  }

  async resume(): Promise<void> {
    this.control?.resume();
  }

  async stop(): Promise<void> {
    this.control?.stop();
  }
}
