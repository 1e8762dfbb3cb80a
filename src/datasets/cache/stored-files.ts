import type { StoredFile } from '../../lab/dataset.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { LabError } from '../../lab/lab-error.ts';

/**
 * Files in the origin private file system: `datasets/<key>/<name>`. A folder for each set keeps two files of one name
 * apart. Writing goes to a swap file that takes the place of the old content on close (File System Standard,
 * createWritable), so a broken write never leaves half a file, only an empty one, which counts as absent.
 */
const ROOT = 'datasets';

/** A file on its way into the storage. */
export interface StoredFileWriter {
  /** @throws LabError `storage-full` */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Puts the file in its place. @throws LabError `storage-full` */
  finish(): Promise<File>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** All files, newest first; empty where the browser has no such storage. */
export async function listStoredFiles(): Promise<StoredFile[]> {
  return (await findStoredFiles())
    .map(({ key, file }) => ({ name: file.name, bytes: file.size, key, storedAt: file.lastModified }))
    .sort((a, b) => b.storedAt - a.storedAt);
}

/** The file of this name, or null. */
export async function readStoredFile(name: string): Promise<File | null> {
  return (await findStoredFiles()).find(({ file }) => file.name === name)?.file ?? null;
}

/** Deletes the file of this name; does nothing where there is none. */
export async function deleteStoredFile(name: string): Promise<void> {
  const found = (await findStoredFiles()).find(({ file }) => file.name === name);
  const root = await openRoot();
  if (!found || !root) return;
  const folder = await root.getDirectoryHandle(encodeKey(found.key));
  await folder.removeEntry(name);
  await removeIfUnused(root, found.key);
}

/** Held by all that write a file of the set: none of them may take the folder away from another. */
function writeLock(key: string): string {
  return `lab-file-${key}`;
}

/** Removes the folder of a set that holds no file, unless this or another tab writes one. */
async function removeIfUnused(root: FileSystemDirectoryHandle, key: string): Promise<void> {
  await navigator.locks.request(writeLock(key), { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const isUsed = (await findStoredFiles()).some((stored) => stored.key === key);
    if (!isUsed) await root.removeEntry(encodeKey(key), { recursive: true }).catch(() => undefined);
  });
}

/** Holds the lock until the returned function is called, or the page goes away; that resolves when it is let go. */
async function holdWriteLock(key: string): Promise<() => Promise<void>> {
  return await new Promise((resolve, reject) => {
    const held = navigator.locks.request(writeLock(key), { mode: 'shared' }, async () => {
      await new Promise<void>((letGo) =>
        resolve(async () => {
          letGo();
          await held;
        }),
      );
    });
    held.catch(reject);
  });
}

/**
 * Starts writing a file. Names are unique: where another set has a file of this name, a number is added.
 *
 * @param key of the set it holds; one set, one file
 * @param expectedBytes size if known: what cannot fit is refused before the first byte
 * @throws LabError `storage-full`, also where the browser offers no storage
 */
export async function createStoredFile(
  key: string,
  name: string,
  expectedBytes: number | null,
): Promise<StoredFileWriter> {
  const root = await openRoot();
  if (root === null || !canWriteFiles()) {
    throw new LabError(
      'storage-full',
      `${name} cannot be kept: this browser gives the page no file storage (a private window, or an old browser).`,
      'The set is ready for use in this tab; load it again after a reload.',
    );
  }
  let release = async () => {};
  try {
    await requireRoom(name, expectedBytes);
    release = await holdWriteLock(key);
    const fileName = await freeName(name, key);
    const folder = await root.getDirectoryHandle(encodeKey(key), { create: true });
    const handle = await folder.getFileHandle(fileName, { create: true });
    const stream = await handle.createWritable();
    return {
      write: (bytes) => stream.write(bytes).catch((error) => Promise.reject(storageError(name, error))),
      async finish() {
        await stream.close().catch((error) => Promise.reject(storageError(name, error)));
        const file = await handle.getFile();
        await release();
        return file;
      },
      async discard() {
        await stream.abort().catch(() => undefined);
        await release();
        await removeIfUnused(root, key);
      },
    };
  } catch (error) {
    await release();
    throw storageError(name, error);
  }
}

/** Safari had private files for years before it could write to them in this way. */
function canWriteFiles(): boolean {
  return 'createWritable' in FileSystemFileHandle.prototype;
}

async function openRoot(): Promise<FileSystemDirectoryHandle | null> {
  try {
    const origin = await globalThis.navigator?.storage?.getDirectory?.();
    return (await origin?.getDirectoryHandle(ROOT, { create: true })) ?? null;
  } catch {
    // SecurityError: the browser has the interface, but not for this page (private window, blocked storage).
    return null;
  }
}

async function findStoredFiles(): Promise<{ key: string; file: File }[]> {
  const root = await openRoot();
  const found: { key: string; file: File }[] = [];
  for await (const [encoded, folder] of root?.entries() ?? []) {
    if (folder.kind !== 'directory') continue;
    for await (const handle of (folder as FileSystemDirectoryHandle).values()) {
      if (handle.kind !== 'file') continue;
      const file = await (handle as FileSystemFileHandle).getFile();
      if (file.size > 0) found.push({ key: decodeKey(encoded), file });
    }
  }
  return found;
}

async function freeName(name: string, key: string): Promise<string> {
  const taken = new Set(
    (await findStoredFiles()).filter((other) => other.key !== key).map(({ file }) => file.name),
  );
  const [, stem, ending] = /^(.*?)(\.[^.]*)?$/.exec(name)!;
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${stem} (${number})${ending ?? ''}`;
  return free;
}

/** Keys hold `:` and `@`, which not every file system takes. */
function encodeKey(key: string): string {
  return encodeURIComponent(key);
}

function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // No name of ours; it is listed, and can be deleted, as it is.
    return encoded;
  }
}

async function requireRoom(name: string, bytes: number | null) {
  if (bytes === null) return;
  const { quota, usage } = await navigator.storage.estimate();
  const free = (quota ?? Number.POSITIVE_INFINITY) - (usage ?? 0);
  if (bytes > free) throw noRoom(name, `it needs ${formatBytes(bytes)}, and ${formatBytes(free)} are left`);
}

/** Whatever goes wrong in the storage, the set itself is fine: a reason for a notice, not for a failed load. */
function storageError(name: string, error: unknown): LabError {
  if (error instanceof LabError) return error;
  const isQuota = error instanceof DOMException && error.name === 'QuotaExceededError';
  const message = error instanceof Error ? error.message : String(error);
  return noRoom(name, isQuota ? 'the browser refused to store more' : message, error);
}

function noRoom(name: string, because: string, cause?: unknown): LabError {
  return new LabError(
    'storage-full',
    `${name} cannot be kept: ${because}.`,
    'The set is ready for use in this tab. Delete stored sets to make room, then load it again to keep it.',
    { cause },
  );
}
