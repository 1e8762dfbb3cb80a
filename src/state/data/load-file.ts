import type { DatasetSummary } from '../../lab/dataset.ts';
import type { ImportFile } from '../../lab/import/import-file.ts';

/** What became of the files that were given last to a script. */
let lastFiles: Promise<DatasetSummary> | null = null;
/** Options for the files that a script gives; null: what fits them. */
let scriptOptions: unknown = null;

/** A file, or the files of a folder, that a person gave; opens the window of the import where there is a choice. */
export async function loadFiles(files: readonly File[]): Promise<void> {
  // The rest is fetched with the first file that is given.
  const { offerFiles } = await import('./import.ts');
  await offerFiles(files.map(importFile));
}

/** Files that a script gave: no window opens, what would be asked is refused. */
export function loadFilesOfScript(files: readonly File[]): Promise<DatasetSummary> {
  lastFiles = takeScriptFiles(files.map(importFile));
  return lastFiles;
}

async function takeScriptFiles(files: readonly ImportFile[]): Promise<DatasetSummary> {
  const { takeFiles } = await import('./import.ts');
  return await takeFiles(files, scriptOptions);
}

export function setScriptOptions(options: unknown): void {
  scriptOptions = options;
}

export function lastFileLoad(): Promise<DatasetSummary> | null {
  return lastFiles;
}

/** The path in its folder: of a folder that was picked (webkitRelativePath) or dropped (path, by the drop zone). */
function importFile(file: File): ImportFile {
  const { path, relativePath } = file as { path?: string; relativePath?: string };
  const found = file.webkitRelativePath || relativePath || path || file.name;
  return { path: found.replace(/^\.?\//, ''), file };
}
