import type { Dataset, DatasetRequest } from '../../lab/dataset.ts';
import type { DatasetSource, LoadContext } from '../source.ts';
import { fileSource } from './file.ts';
import { importSource } from './import.ts';
import { phantomSource } from './phantom.ts';
import { shardsSource } from './shards.ts';
import { storedSource } from './stored.ts';
import { zenodoSource } from './zenodo.ts';

const SOURCES: { readonly [Kind in DatasetRequest['kind']]: DatasetSource<Kind> } = {
  phantom: phantomSource,
  file: fileSource,
  import: importSource,
  zenodo: zenodoSource,
  shards: shardsSource,
  stored: storedSource,
};

/**
 * Loads a set from wherever it is asked.
 *
 * @throws LabError with the code of the case
 */
export function loadDataset(request: DatasetRequest, context: LoadContext): Promise<Dataset> {
  // The table pairs each kind with its source, which the type of an indexed access cannot express.
  const source = SOURCES[request.kind] as DatasetSource;
  return source.load(request, context);
}
