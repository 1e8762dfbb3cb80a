import type { Dataset, DatasetRequest, LoadProgress } from '../lab/dataset.ts';
import type { LabError } from '../lab/lab-error.ts';

/** What every source gets while it loads. */
export interface LoadContext {
  /** Aborting stops reading at once and frees what was allocated; the load rejects with LabError `cancelled`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LoadProgress) => void;
  /** Told what went wrong without stopping the load: the set is usable, but could not be kept (`storage-full`). */
  readonly onNotice: (notice: LabError) => void;
}

/** One way to get a data set; a new one is a file under sources/ and a line in sources/registry.ts. */
export interface DatasetSource<Kind extends DatasetRequest['kind'] = DatasetRequest['kind']> {
  readonly kind: Kind;
  /** @throws LabError with the code of the case */
  load(request: Extract<DatasetRequest, { kind: Kind }>, context: LoadContext): Promise<Dataset>;
}
