import type { GivenPart } from '../../lab/import/import-file.ts';
import { LabError } from '../../lab/lab-error.ts';
import type { LabClient } from './lab-client.ts';

/**
 * Files and folders that a person gave, as the browser has them: a folder may hold 100,000 files, and the page lists none
 * of them.
 */
export interface Given {
  /** Unlike any other of this page. */
  readonly id: string;
  /** Of the folder or the file, for a person. */
  readonly name: string;
  readonly sources: readonly GivenSource[];
}

/** A handle can be kept over a reload; an entry is a folder where a browser gives no handles. */
export type GivenSource = readonly File[] | FileSystemHandle | FileSystemEntry;

/** What crosses in one message, so that the page is free again after a few milliseconds. */
const AT_ONCE = 256;

/** The first of the files, which may lie in a folder; null where there is none. */
export async function firstFile({ sources }: Given): Promise<File | null> {
  for (const source of sources) {
    for await (const parts of partsOf(source)) {
      for (const part of parts) {
        const file = await fileIn(part.source);
        if (file) return file;
      }
    }
  }
  return null;
}

async function fileIn(source: GivenPart['source']): Promise<File | null> {
  if (source instanceof File) return source;
  if (source.kind === 'file') return await (source as FileSystemFileHandle).getFile();
  for await (const [, handle] of (source as FileSystemDirectoryHandle).entries()) {
    const file = await fileIn(handle);
    if (file) return file;
  }
  return null;
}

function isFiles(source: GivenSource): source is readonly File[] {
  return Array.isArray(source);
}

/** What the worker of a client was given, all of it. */
const held = new WeakMap<LabClient, { id: string | null }>();

/**
 * Hands files to the worker, part by part, unless it has them.
 *
 * @throws LabError `cancelled`
 */
export async function handOver(lab: LabClient, given: Given, signal: AbortSignal): Promise<void> {
  const known = heldBy(lab);
  if (known.id === given.id) return;
  known.id = null;
  const give = (parts: readonly GivenPart[]) => lab.withWorker((remote) => remote.giveFiles(given.id, parts));
  // Of a hand-over that broke off nothing is left.
  await lab.withWorker((remote) => remote.giveFiles('', []));
  for (const source of given.sources) {
    for await (const parts of partsOf(source)) {
      if (signal.aborted) throw cancelled();
      await give(parts);
    }
  }
  if (signal.aborted) throw cancelled();
  known.id = given.id;
}

function heldBy(lab: LabClient): { id: string | null } {
  const before = held.get(lab);
  if (before) return before;
  const fresh: { id: string | null } = { id: null };
  held.set(lab, fresh);
  lab.onDeath(() => {
    fresh.id = null;
  });
  return fresh;
}

async function* partsOf(source: GivenSource): AsyncGenerator<readonly GivenPart[]> {
  if (isFiles(source)) {
    for (let start = 0; start < source.length; start += AT_ONCE) {
      yield source
        .slice(start, start + AT_ONCE)
        .map((file) => ({ path: file.webkitRelativePath || file.name, source: file }));
    }
  } else if ('kind' in source) yield [{ path: source.name, source }];
  else yield* entryParts(source);
}

/** A folder by the older interface, which cannot cross to the worker: some of it at a time. */
async function* entryParts(entry: FileSystemEntry): AsyncGenerator<readonly GivenPart[]> {
  if (entry.isFile) {
    yield [await filePart(entry as FileSystemFileEntry)];
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (entries.length === 0) return;
    yield await Promise.all((entries.filter((one) => one.isFile) as FileSystemFileEntry[]).map(filePart));
    for (const one of entries) if (one.isDirectory) yield* entryParts(one);
  }
}

async function filePart(entry: FileSystemFileEntry): Promise<GivenPart> {
  const source = await new Promise<File>((resolve, reject) => {
    entry.file(resolve, reject);
  });
  return { path: entry.fullPath, source };
}

function cancelled(): LabError {
  return new LabError(
    'cancelled',
    'Reading the files was cancelled.',
    'What was loaded before is still there.',
  );
}
