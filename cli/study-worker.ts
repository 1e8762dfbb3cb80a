import type { RunProgress } from '../src/app/automation-types.ts';
import type { DatasetSummary } from '../src/lab/dataset.ts';
import type { LabErrorDescription } from '../src/lab/lab-error.ts';
import { datasetKey } from '../src/lab/recipe/dataset-reference.ts';
import type { BackendName, RunRecord } from '../src/lab/run-record.ts';
import type { PlannedRun } from '../src/lab/study/expand.ts';
import { RUN_FILE_VERSION, type RunFile } from '../src/lab/study/run-file.ts';
import type { DataArgument } from './data-argument.ts';
import { Interrupted } from './interruption.ts';
import {
  type BrowserPlace,
  keepTestsOpen,
  type LabPage,
  loadFile,
  loadRequest,
  openLabPage,
  PageError,
  unwrap,
} from './lab-page.ts';
import { giveStarts, type StartFile } from './start-argument.ts';
import type { StateFile } from './state-file.ts';
import { trainOnPage } from './watch-run.ts';

export interface WorkerSettings {
  /** Address of the served app. */
  readonly url: string;
  readonly backend: BackendName | null;
  /** Of the simd backend; null: one for each logical processor. */
  readonly threads: number | null;
  readonly place: BrowserPlace;
  readonly data: readonly DataArgument[];
  /** Weights that runs start from. */
  readonly starts: readonly StartFile[];
  /** Runs that it may be given: their data are fetched where no argument brings them. */
  readonly runs: readonly PlannedRun[];
}

/** How a run ended. */
export type RunOutcome =
  | { readonly kind: 'finished'; readonly file: RunFile }
  | { readonly kind: 'failed'; readonly error: LabErrorDescription }
  /** The record is null where it never began. */
  | { readonly kind: 'stopped'; readonly record: RunRecord | null }
  /** There was no browser to train it in: another worker may have one. */
  | { readonly kind: 'left'; readonly error: Error };

/** One page of the built app with the study's data loaded, training one run after the other. */
export class StudyWorker {
  readonly lab: LabPage;
  /** Loaded sets by key. */
  readonly datasets: ReadonlyMap<string, DatasetSummary>;

  private constructor(lab: LabPage, datasets: ReadonlyMap<string, DatasetSummary>) {
    this.lab = lab;
    this.datasets = datasets;
  }

  /** @throws PageError when the backend does not start, or data cannot be had */
  static async open(settings: WorkerSettings): Promise<StudyWorker> {
    const { url, backend, threads, place, data, starts, runs } = settings;
    const lab = await openLabPage(url, backend, threads, place);
    try {
      // The folder has a seal of its own, in study.json.
      await keepTestsOpen(lab);
      await giveStarts(lab, starts);
      return new StudyWorker(lab, await Promise.race([loadAll(lab, data, runs), lab.death]));
    } catch (error) {
      await lab.close();
      throw error;
    }
  }

  /**
   * Trains one run to its end.
   *
   * @param state it goes on from, if there is one, and keeps meanwhile; null: it begins anew, and keeps none
   * @param signal stops the run after the current batch
   * @throws when the page or the browser dies
   */
  async train(
    run: PlannedRun,
    state: StateFile | null,
    show: (progress: RunProgress) => void,
    signal: AbortSignal,
  ): Promise<RunOutcome> {
    return await Promise.race([this.#train(run, state, show, signal), this.lab.death]);
  }

  async close(): Promise<void> {
    await this.lab.close();
  }

  async #train(
    run: PlannedRun,
    state: StateFile | null,
    show: (progress: RunProgress) => void,
    signal: AbortSignal,
  ): Promise<RunOutcome> {
    let record: RunRecord;
    try {
      record = await trainOnPage(this.lab, run.recipe, state, show, signal);
    } catch (error) {
      if (error instanceof Interrupted) return { kind: 'stopped', record: null };
      if (error instanceof PageError) return { kind: 'failed', error: error.description };
      throw error;
    }
    if (record.error) return { kind: 'failed', error: record.error };
    if (record.status !== 'finished') return { kind: 'stopped', record };
    const { page } = this.lab;
    // How the seal of this page stood is nothing to the folder, which has one of its own.
    const { testSeal: _ofPage, ...whole } = record;
    const predictions = unwrap(await page.evaluate((wanted) => window.lab!.predictions(wanted), record.id));
    const scores = unwrap(await page.evaluate((wanted) => window.lab!.scores(wanted), record.id));
    return {
      kind: 'finished',
      file: {
        kind: 'medmnist-lab-run',
        version: RUN_FILE_VERSION,
        key: run.key,
        record: whole,
        predictions,
        scores,
      },
    };
  }
}

async function loadAll(
  lab: LabPage,
  data: readonly DataArgument[],
  runs: readonly PlannedRun[],
): Promise<ReadonlyMap<string, DatasetSummary>> {
  const loaded = new Map<string, DatasetSummary>();
  const keep = (dataset: DatasetSummary) => loaded.set(dataset.key, dataset);
  for (const argument of data) {
    keep(
      argument.kind === 'file'
        ? await loadFile(lab, argument.path)
        : await loadRequest(lab, argument.request),
    );
  }
  for (const { recipe } of runs) {
    const reference = recipe.dataset;
    if (loaded.has(datasetKey(reference))) continue;
    if (reference.kind === 'phantom') {
      const { kind: _kind, ...settings } = reference;
      keep(await loadRequest(lab, { kind: 'phantom', settings }));
    } else if (reference.kind === 'catalogue') {
      keep(await loadRequest(lab, { kind: 'zenodo', id: reference.id, size: reference.size }));
    }
  }
  return loaded;
}
