import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What the system's codes mean to the person who has to mend it. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'files may not grow that large here, by a limit of the shell or of the disk',
  EROFS: 'the disk can only be read',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  ENOENT: 'there is no such folder',
  EISDIR: 'it is a folder',
  EIO: 'the disk does not answer as it should',
};

/** How long to wait for a reader that is slower than we are. */
const BUSY_PIPE_MS = 5;

/** A file that could not be written; what stood under its name before is as it was. */
export class WriteError extends Error {
  readonly path: string;

  constructor(path: string, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    super(`${path} could not be written: ${REASONS[code ?? ''] ?? message}.`, { cause });
    this.name = 'WriteError';
    this.path = path;
  }
}

/**
 * Writes a file whole or not at all, whatever happens meanwhile: the bytes go to a draft beside it, are counted and
 * brought to the disk, and only then take the name. The system may take fewer bytes than it was given (a full disk, a
 * limit on file sizes) without an error, so what a single call wrote says nothing.
 *
 * What is no ordinary file (/dev/stdout, a named pipe) is written to as it is; a symbolic link keeps its target's place.
 *
 * @throws WriteError; the draft is gone again, and what stood under the name is as it was
 */
export function writeWhole(path: string, contents: string | Uint8Array): void {
  try {
    const target = resolveLinks(path);
    if (statSync(target, { throwIfNoEntry: false })?.isFile() === false) writeThrough(target, contents);
    else replace(target, contents);
  } catch (cause) {
    throw new WriteError(path, cause);
  }
}

/**
 * Gives a file that another program wrote its name, if it is whole.
 *
 * @param bytes that it must have
 * @throws WriteError; what stood under the name is as it was
 */
export function takePlace(draft: string, path: string, bytes: number): void {
  try {
    const { size } = statSync(draft);
    if (size !== bytes) throw new Error(`${size} of ${bytes} bytes were written`);
    const file = openSync(draft, 'r+');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    syncFolder(dirname(path));
  } catch (cause) {
    throw new WriteError(path, cause);
  }
}

/**
 * Writes to standard output, to the last byte: Node's own stream takes a short write to a file for a whole one.
 *
 * @throws WriteError
 */
export function writeOut(text: string): void {
  try {
    writeAll(1, Buffer.from(text));
  } catch (cause) {
    throw new WriteError('Standard output', cause);
  }
}

/**
 * Removes what processes that were killed while they wrote left beside a file, and beside those whose names begin with
 * its own. Only for who keeps others from writing there.
 */
export function removeDrafts(path: string): void {
  const [folder, name] = [dirname(path), basename(path)];
  for (const other of readdirSync(folder)) {
    if (other.startsWith(`${name}.`) && other.endsWith('.draft'))
      rmSync(join(folder, other), { force: true });
  }
}

function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function replace(path: string, contents: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeThrough(draft, contents);
    renameSync(draft, path);
    syncFolder(dirname(path));
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause;
  }
}

/**
 * Writes a file to its last byte and brings it to the disk, in a place that nobody reads yet: a folder that takes its
 * name when it is complete.
 *
 * @throws the system's error; the file may then be there in part
 */
export function writeThrough(path: string, contents: string | Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    writeAll(file, typeof contents === 'string' ? Buffer.from(contents) : contents);
    syncIfPossible(file);
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(file, bytes, done);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PIPE_MS);
    }
  }
}

/** Devices and pipes have nothing to be brought to a disk. */
function syncIfPossible(file: number): void {
  try {
    fsyncSync(file);
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** So that the new name, too, outlives a power failure; not every system can do it, and the file is whole without. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Windows opens no folders.
  }
}
