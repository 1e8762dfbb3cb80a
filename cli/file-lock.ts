import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { writeWhole } from '../scripts/write-whole.ts';
import { UsageError } from './usage-error.ts';

/** Who holds a lock: what its file says. */
interface Holder {
  /** Names this holding of the lock, and no other. */
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** When the process started, as the system counts it: process numbers are given again. Null where it does not tell. */
  readonly start: string | null;
  /** ISO time, for the person who reads it. */
  readonly since: string;
}

export interface FileLock {
  release(): void;
}

/** Each failed attempt means that another process was faster at something that takes a moment. */
const MOST_ATTEMPTS = 10;

/**
 * Takes a lock that one process at a time can hold, as a file that says who does. It is let go with the process; where
 * that was killed, the next one finds that its holder is gone and takes over.
 *
 * @param what is locked, for the words of a refusal, for instance "The folder out"
 * @throws UsageError where another process holds it, or may hold it on another machine
 */
export function takeLock(path: string, what: string): FileLock {
  const own: Holder = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    start: startOf(process.pid)?.at ?? null,
    since: new Date().toISOString(),
  };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (createLock(path, own)) return heldLock(path, own);
    const holder = readHolder(path);
    // Let go just now.
    if (holder === null) continue;
    if (mayLive(holder)) throw new UsageError(inUseText(path, what, holder));
    if (takeOver(path, holder, own)) return heldLock(path, own);
  }
  throw new UsageError(
    `${what} is in use by other processes. If none of them runs any more, delete ${path}*.`,
  );
}

function heldLock(path: string, own: Holder): FileLock {
  const release = () => {
    process.off('exit', release);
    if (readHolder(path)?.token === own.token) rmSync(path, { force: true });
  };
  process.on('exit', release);
  return { release };
}

/** @returns false where there is one already */
function createLock(path: string, own: Holder): boolean {
  const draft = `${path}.${own.token}.draft`;
  writeWhole(draft, JSON.stringify(own));
  try {
    putIfFree(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link appears with its contents; disks without links get a copy, which still only one process can create. */
function putIfFree(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
  }
}

/**
 * Replaces the lock of a holder that is gone. Of several processes that want to, one can create the claim on that very
 * holding; it looks again, as another may have taken over before, and the lock changes hands by a rename.
 */
function takeOver(path: string, gone: Holder, own: Holder): boolean {
  const claim = `${path}.${gone.token}`;
  if (!createLock(claim, own)) return false;
  try {
    if (readHolder(path)?.token !== gone.token) return false;
    const draft = `${path}.${own.token}.draft`;
    writeWhole(draft, JSON.stringify(own));
    renameSync(draft, path);
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

/** @returns null where there is no lock */
function readHolder(path: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  try {
    const { token, pid, host, start, since } = JSON.parse(text) as Holder;
    if (typeof token === 'string' && Number.isInteger(pid) && pid > 0)
      return { token, pid, host, start, since };
  } catch {
    // Not one of ours.
  }
  throw new UsageError(`${path} is not the lock of a lab. If no lab works there, delete it.`);
}

/** Of a process on another machine there is no telling. */
function mayLive({ pid, host, start }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another person's process may not be signalled, but is there.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return now === null || (!now.isDead && (start === null || start === now.at));
}

/** When a process started, and whether it only waits for its parent to notice its end; null where nothing tells. */
function startOf(pid: number): { readonly at: string; readonly isDead: boolean } | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): state is field 3, starttime field 22; the name before them may hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { at: `${boot} ${fields[22 - 3]}`, isDead: ['Z', 'X'].includes(fields[0]!) };
  } catch {
    return null;
  }
}

function inUseText(path: string, what: string, { pid, host, since }: Holder): string {
  const here = host === hostname();
  const where = here ? `process ${pid}` : `process ${pid} on ${host}`;
  const remedy = here
    ? 'Wait for its end, or write elsewhere.'
    : `Wait for its end, or write elsewhere. If it does not run any more, delete ${path}.`;
  return `${what} is in use by ${where} since ${since}. ${remedy}`;
}
