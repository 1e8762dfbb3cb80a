import type { Dataset, DatasetRequest, LoadProgress } from '../lab/dataset.ts';

/** What every source gets while it loads. */
export interface LoadContext {
  /** Aborting stops reading at once and frees what was allocated; the load rejects with LabError `cancelled`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LoadProgress) => void;
}

/** One way to get a data set; a new one is a file under sources/ and a line in sources/registry.ts. */
export interface DatasetSource<Kind extends DatasetRequest['kind'] = DatasetRequest['kind']> {
  readonly kind: Kind;
  /** @throws LabError with the code of the case */
  load(request: Extract<DatasetRequest, { kind: Kind }>, context: LoadContext): Promise<Dataset>;
}
