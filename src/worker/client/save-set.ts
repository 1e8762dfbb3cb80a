import * as Comlink from 'comlink';
import type { LoadProgress } from '../../lab/dataset.ts';
import type { Edition } from '../../lab/edition/edition.ts';
import type { SetFormat } from '../protocol.ts';
import { lab } from './lab.ts';

/** See LabWorker.saveSet. */
export function saveSet(
  datasetKey: string,
  edition: Edition | null,
  format: SetFormat,
  stem: string,
  onProgress: (progress: LoadProgress) => void,
): Promise<File> {
  return lab.withWorker((remote) =>
    remote.saveSet(datasetKey, edition, format, stem, Comlink.proxy(onProgress)),
  );
}

export function cancelSave(): Promise<void> {
  return lab.withWorker((remote) => remote.cancelSave());
}
