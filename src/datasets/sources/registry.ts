import type { Dataset, DatasetRequest } from '../../lab/dataset.ts';
import type { DatasetSource, LoadContext } from '../source.ts';
import { fileSource } from './file.ts';
import { phantomSource } from './phantom.ts';
import { storedSource } from './stored.ts';

const SOURCES: { readonly [Kind in DatasetRequest['kind']]?: DatasetSource<Kind> } = {
  phantom: phantomSource,
  file: fileSource,
  stored: storedSource,
};

/**
 * Loads a set from wherever it is asked.
 *
 * @throws LabError with the code of the case
 */
export function loadDataset<Kind extends DatasetRequest['kind']>(
  request: Extract<DatasetRequest, { kind: Kind }>,
  context: LoadContext,
): Promise<Dataset> {
  const source = SOURCES[request.kind] as unknown as DatasetSource<Kind>;
  return source.load(request, context);
}
