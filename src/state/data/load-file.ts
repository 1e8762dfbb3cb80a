import type { DatasetSummary } from '../../lab/dataset.ts';
import type { Given } from '../../worker/client/given-files.ts';

/** What became of the files that were given last to a script. */
let lastFiles: Promise<DatasetSummary> | null = null;
/** Options for the files that a script gives; null: what fits them. */
let scriptOptions: unknown = null;

/** Files or folders that a person gave; opens the window of the import where there is a choice. */
export async function loadFiles(given: Given): Promise<void> {
  // The rest is fetched with the first file that is given.
  const { offerFiles } = await import('./import.ts');
  await offerFiles(given);
}

/** Files that a script gave: no window opens, what would be asked is refused. */
export function loadFilesOfScript(given: Promise<Given | null>): Promise<DatasetSummary> {
  lastFiles = takeScriptFiles(given);
  return lastFiles;
}

async function takeScriptFiles(given: Promise<Given | null>): Promise<DatasetSummary> {
  const { takeFiles } = await import('./import.ts');
  return await takeFiles((await given)!, scriptOptions);
}

export function setScriptOptions(options: unknown): void {
  scriptOptions = options;
}

export function lastFileLoad(): Promise<DatasetSummary> | null {
  return lastFiles;
}
