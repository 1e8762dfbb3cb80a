import type { DatasetSummary } from '../../lab/dataset.ts';
import { loadDataset } from './store.ts';

/** What became of the file that was given last, by whichever way. */
let lastFile: Promise<DatasetSummary> | null = null;

export function loadFile(file: File): Promise<DatasetSummary> {
  lastFile = loadDataset({ kind: 'file', file });
  return lastFile;
}

export function lastFileLoad(): Promise<DatasetSummary> | null {
  return lastFile;
}
