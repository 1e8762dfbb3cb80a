import { openAsBlob, readdirSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { isPlain } from '../../src/datasets/importers/look.ts';
import type { LoadContext } from '../../src/datasets/source.ts';
import { loadDataset } from '../../src/datasets/sources/registry.ts';
import type { Dataset, DatasetRequest } from '../../src/lab/dataset.ts';
import type { ImportFile } from '../../src/lab/import/import-file.ts';
import type { GivenImportOptions } from '../../src/lab/import/options.ts';
import type { DataArgument } from '../data-argument.ts';

/** The set, and the request that a page would have made for it. */
export interface LoadedData {
  readonly dataset: Dataset;
  readonly request: DatasetRequest;
}

/**
 * Loads what `--data` names, as the page does with a file that a script gives it.
 *
 * @throws LabError
 */
export async function loadData(
  data: DataArgument,
  importOptions: GivenImportOptions | null,
  signal: AbortSignal,
): Promise<LoadedData> {
  // Nothing is kept of it here, which is what a notice would say.
  const context: LoadContext = { signal, onProgress: () => undefined, onNotice: () => undefined };
  const request = data.kind === 'file' ? await fileRequest(data.path, importOptions, context) : data.request;
  return { dataset: await loadDataset(request, context), request };
}

async function fileRequest(
  path: string,
  options: GivenImportOptions | null,
  context: LoadContext,
): Promise<DatasetRequest> {
  const files = await filesAt(path);
  if (options === null && (await isPlain(files, context))) return { kind: 'file', file: files[0]!.file };
  return { kind: 'import', files, options: options ?? {} };
}

/** A file, or all files of a folder under the paths that a browser gives them. */
async function filesAt(path: string): Promise<readonly ImportFile[]> {
  if (!statSync(path).isDirectory()) return [{ path: basename(path), file: await fileAt(path) }];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted();
  const files = names.filter((name) => statSync(join(path, name)).isFile());
  return await Promise.all(
    files.map(async (name) => ({
      path: [basename(path), ...name.split(sep)].join('/'),
      file: await fileAt(join(path, name)),
    })),
  );
}

/** Read from the disk when its bytes are wanted. */
async function fileAt(path: string): Promise<File> {
  return new File([await openAsBlob(path)], basename(path));
}
