import type { DatasetRequest, DatasetSummary } from '../lab/dataset.ts';
import type { Edition } from '../lab/edition/edition.ts';
import type { LabErrorDescription } from '../lab/lab-error.ts';
import type { AnsweredQuestion } from '../lab/report/lab-report.ts';
import type { BackendName, RunRecord, RunStatus } from '../lab/run-record.ts';
import type { StressScores } from '../lab/stress/stress-scores.ts';
import type { PlainRunPredictions } from '../lab/study/plain-predictions.ts';
import type { PlainScores } from '../lab/study/plain-scores.ts';
import type { Environment, LabelReview } from '../worker/protocol.ts';

/** An error would lose its class on the way out of the page, so every call answers with one of these. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: LabErrorDescription };

/** Where a run stands, small enough to be asked for many times a second. */
export interface RunProgress {
  readonly status: RunStatus;
  /** Complete epochs, and epochs asked for. */
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  /** Steps up to the last epoch. */
  readonly totalSteps: number;
  readonly lastLoss: number | null;
  /** Highest val AUC so far. */
  readonly valAuc: number | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Set while the model is being scored. */
  readonly evaluating: { readonly split: string; readonly done: number; readonly total: number } | null;
  /** Epochs up to which its state is kept; null where none is. */
  readonly keptEpochs: number | null;
}

/** What a report is made of: study.json and the run files of a folder or a bundle, and what a person wrote. */
export interface ReportRequest {
  readonly file: unknown;
  readonly runs: readonly unknown[];
  readonly author: string;
  readonly questions: readonly AnsweredQuestion[];
}

/** Fragment of the address of a page that nobody looks at: it does all that a page does, and draws nothing. */
export const UNSEEN_HASH = '#/unseen';

/** Id of the hidden file input: files set on it are taken as dropped ones, without a window; await {@link LabAutomation.fileLoad}. */
export const FILE_INPUT_ID = 'lab-file-input';

/** Id of the hidden input for a folder, whose files are taken like those of {@link FILE_INPUT_ID}. */
export const FOLDER_INPUT_ID = 'lab-folder-input';

/** Id of the hidden file input for a file of {@link LabAutomation.saveState}, which `train` can go on from. */
export const STATE_INPUT_ID = 'lab-state-input';

/** Id of the hidden file input for a safetensors file, which {@link LabAutomation.keepStart} takes. */
export const START_INPUT_ID = 'lab-start-input';

/**
 * `window.lab`: the lab without a screen. Each call does what the button of that name does, so whatever is trained
 * here appears on the page as well. Present once `document.documentElement.dataset.lab` is `ready`.
 */
export interface LabAutomation {
  environment(): Promise<Outcome<Environment>>;
  /**
   * @param name `null` chooses by itself
   * @param threads of the SIMD backend; `null`: one for each logical processor; absent: as before
   */
  useBackend(name: BackendName | null, threads?: number | null): Promise<Outcome<Environment>>;
  /** Cancels a load under way, then loads. The recipe of the form follows the data. */
  load(request: Exclude<DatasetRequest, { kind: 'import' }>): Promise<Outcome<DatasetSummary>>;
  /** How the files are read that are set from now on, see docs/data.md; null: as fits them. */
  importWith(options: unknown): Promise<Outcome<null>>;
  /** The outcome of the file most recently set on the input with {@link FILE_INPUT_ID}. */
  fileLoad(): Promise<Outcome<DatasetSummary>>;
  /**
   * Starts a run on the loaded data; resolves once it has begun. Missing fields of the recipe take their defaults, and
   * a recipe without `dataset` is about the loaded set.
   *
   * @param continues goes on from the file on the input with {@link STATE_INPUT_ID}
   */
  train(recipe: unknown, continues?: boolean): Promise<Outcome<{ readonly id: string }>>;
  /** Downloads the state that is kept of a run; says how many bytes the file has. */
  saveState(id: string): Promise<Outcome<{ readonly bytes: number }>>;
  /** Downloads the loaded set as an .npz, with an edition applied; says how many bytes the file has. */
  saveSet(edition: Edition | null): Promise<Outcome<{ readonly bytes: number }>>;
  /** Null for an unknown id. */
  progress(id: string): RunProgress | null;
  /** The record, without its test scores where the test part is sealed; of a run that ended in an error, `record.error` says why. */
  record(id: string): Promise<Outcome<RunRecord>>;
  /** Raw outputs on val, and on test where that is open, of a finished run, as plain arrays; null where there are none. */
  predictions(id: string): Promise<Outcome<PlainRunPredictions>>;
  /** Val scores of the images on the light table, of each epoch that was kept. */
  scores(id: string): Promise<Outcome<readonly PlainScores[]>>;
  /** Keeps every test part open on this device: for a script whose own output is sealed, or was asked to open it. */
  keepTestsOpen(): Promise<Outcome<null>>;
  /** What the model of a finished run scores on val under each stress; its weights must be kept. */
  stress(id: string): Promise<Outcome<StressScores>>;
  /** The training labels that the folds of one recipe doubt, by noise rate; all folds must be there. */
  doubtedLabels(ids: readonly string[]): Promise<Outcome<LabelReview>>;
  /** Downloads the lab report of a study that lies in files; the mistakes have their images where its set is loaded. */
  report(request: ReportRequest): Promise<Outcome<{ readonly bytes: number }>>;
  /** Takes the weights on the input with {@link START_INPUT_ID} for runs to start from; a recipe names them by the hash. */
  keepStart(name: string): Promise<Outcome<{ readonly hash: string }>>;
  /** Downloads the net of a finished run with its card, as a zip with `model.safetensors`. */
  saveWeights(id: string): Promise<Outcome<null>>;
  /** Resolves when the run has ended and its record is written. */
  stop(): Promise<Outcome<null>>;
}

declare global {
  interface Window {
    lab?: LabAutomation;
  }
}
