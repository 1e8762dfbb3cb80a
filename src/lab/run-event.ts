import type { BatchInspection } from './batch-inspection.ts';
import type { DatasetSummary, Split } from './dataset.ts';
import type { LabErrorDescription } from './lab-error.ts';
import type { EpochScores } from './light-table/epoch-scores.ts';
import type { BackendStatus, EpochRecord, Predictions, RunSummary, Versions } from './run-record.ts';

/** Memory of the backend's tensors, in bytes. */
export interface MemoryUse {
  /** Held now. */
  readonly liveBytes: number;
  /** The most that was held at once since the backend started. */
  readonly peakBytes: number;
  /** What they may take: more is refused. */
  readonly limitBytes: number;
}

/** What happens while a run trains; `failed`, `stopped` and `finished` are last. */
export type RunEvent =
  | {
      readonly kind: 'started';
      readonly dataset: DatasetSummary;
      readonly backend: BackendStatus;
      readonly versions: Versions;
      readonly parameters: number;
      readonly stepsPerEpoch: number;
      /** The curve up to where a run goes on; empty for a new one. */
      readonly stepLosses: readonly number[];
      readonly epochs: readonly EpochRecord[];
      /** What the light table keeps of them. */
      readonly scores: readonly EpochScores[];
    }
  | {
      /** At most ten a second, however quick the steps are. */
      readonly kind: 'progress';
      /** Steps done so far, from the first epoch on. */
      readonly step: number;
      /** Losses of the steps since the last event, oldest first. */
      readonly losses: readonly number[];
      readonly imagesPerSecond: number;
      /** Seconds to the end of the last epoch at this pace; null until known. */
      readonly secondsLeft: number | null;
      /** Null where the backend does not tell. */
      readonly memory: MemoryUse | null;
    }
  | { readonly kind: 'evaluating'; readonly split: Split; readonly done: number; readonly total: number }
  /** `best`: the highest val AUC so far; never an epoch of the warm-up. */
  | {
      readonly kind: 'epoch';
      readonly record: EpochRecord;
      readonly best: boolean;
      readonly scores: EpochScores;
    }
  /** The state at the end of an epoch is kept: the run can go on from there, whatever happens to the page. */
  | { readonly kind: 'kept'; readonly epochsDone: number }
  /** It could not be kept; told once, and the run trains on. */
  | { readonly kind: 'not-kept'; readonly error: LabErrorDescription }
  /** The weights of the best epoch are kept: the trained model can be asked. */
  | { readonly kind: 'weights-kept' }
  /** Weights and states of these runs, kept longest ago, had to make room. */
  | { readonly kind: 'let-go'; readonly runs: readonly string[] }
  /** A batch that a person stepped through by itself. */
  | { readonly kind: 'batch'; readonly batch: BatchInspection }
  | { readonly kind: 'paused'; readonly step: number }
  | { readonly kind: 'resumed' }
  | {
      readonly kind: 'finished';
      readonly summary: RunSummary;
      /** Of the best epoch. */
      readonly val: Predictions;
      /** What summary.ranking is worked out from: each image with the logits of the epoch that scores it. */
      readonly ranking: Predictions | null;
      /** Null when the run was stopped before its end: the test part stays unopened. */
      readonly test: Predictions | null;
    }
  /** Stopped before the first epoch of the main stage was complete: there is nothing to sum up. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: LabErrorDescription };
