import type { GivenPart, ImportFile } from '../../lab/import/import-file.ts';
import { LabError } from '../../lab/lab-error.ts';
import { throwIfCancelled } from '../cancellation.ts';
import type { ReadContext } from './importer.ts';

/** Files asked for at the same time: each answer of the browser is small, and a while on its way. */
const AT_ONCE = 512;

/**
 * All files of what was given, those of folders under their paths.
 *
 * @throws LabError `bad-import` where one has gone or may not be read; `cancelled`
 */
export async function listGiven(
  parts: readonly GivenPart[],
  { signal, onProgress }: ReadContext,
): Promise<readonly ImportFile[]> {
  const files: ImportFile[] = [];
  let asked: Promise<ImportFile>[] = [];
  const takeAnswers = async () => {
    for (const file of await Promise.all(asked)) files.push(file);
    asked = [];
    throwIfCancelled(signal);
    onProgress({ stage: 'listing', done: files.length, total: null });
  };
  const walk = async (path: string, source: GivenPart['source']): Promise<void> => {
    if (source instanceof Blob) files.push({ path, file: source });
    else if (isFolder(source)) {
      for await (const [name, handle] of source.entries()) await walk(`${path}/${name}`, handle);
    } else {
      asked.push(fileOf(path, source as FileSystemFileHandle));
      if (asked.length >= AT_ONCE) await takeAnswers();
    }
  };
  for (const { path, source } of parts) {
    await walk(path.replace(/^\.?\//, ''), source).catch((error) => {
      throw unreadable(path, error);
    });
  }
  if (asked.length > 0) await takeAnswers();
  return files;
}

async function fileOf(path: string, handle: FileSystemFileHandle): Promise<ImportFile> {
  try {
    return { path, file: await handle.getFile() };
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): unknown {
  if (!(cause instanceof DOMException)) return cause;
  const why = cause.name === 'NotAllowedError' ? 'the page may not read it' : 'it was moved or deleted';
  return new LabError(
    'bad-import',
    `${path} cannot be read: ${why}.`,
    'Nothing was taken. Give the files again.',
    { cause },
  );
}

function isFolder(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}
