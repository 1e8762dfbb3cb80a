import type { RunMarks } from '../../src/lab/continuation.ts';
import type { DatasetSummary } from '../../src/lab/dataset.ts';
import type { GivenImportOptions } from '../../src/lab/import/options.ts';
import type { LabErrorDescription } from '../../src/lab/lab-error.ts';
import type { Recipe } from '../../src/lab/recipe/recipe.ts';
import type { RunEvent } from '../../src/lab/run-event.ts';
import type { BackendStatus } from '../../src/lab/run-record.ts';
import type { DataArgument } from '../data-argument.ts';

/** What a run in Node begins with; sent once. */
export interface NodeRun {
  readonly data: DataArgument;
  readonly importOptions: GivenImportOptions | null;
  /** As asked for; its data set and edition are filled in. */
  readonly recipe: object;
  /** Path of the safetensors file that it starts from; null: its recipe names none that is here. */
  readonly start: string | null;
  /** Path that the weights of the best epoch are written to; null: nowhere. */
  readonly weights: string | null;
  /** Text of the file of `--edition`. */
  readonly edition: string | null;
  /** Where the state is kept after epochs, and whether the run goes on from what lies there; null: nowhere. */
  readonly state: { readonly path: string; readonly continues: boolean } | null;
}

export type ToEngine = { readonly kind: 'train'; readonly run: NodeRun } | { readonly kind: 'stop' };

export type FromEngine =
  /** No adapter is found; the process ends. */
  | { readonly kind: 'no-adapter'; readonly message: string }
  | { readonly kind: 'backend'; readonly backend: BackendStatus }
  | {
      readonly kind: 'data';
      readonly dataset: DatasetSummary;
      readonly recipe: Recipe;
      readonly marks: RunMarks;
      /** What is worth telling before the run begins. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'event'; readonly event: RunEvent }
  /** The run is whole, and its weights could not be written. */
  | { readonly kind: 'no-weights'; readonly error: LabErrorDescription }
  | { readonly kind: 'refused'; readonly error: LabErrorDescription };
