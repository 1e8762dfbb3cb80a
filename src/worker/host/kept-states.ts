import { cannotContinue } from '../../lab/continuation.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { LabError } from '../../lab/lab-error.ts';
import { runLock } from '../../lab/run-lock.ts';
import { fromBytes, toBytes } from '../../training/plain-bytes.ts';
import type { KeptState } from '../protocol.ts';

const FOLDER = 'run-states';

/** Room for the states of all runs together; one of ResNet-18 at width 64 takes 180 to 225 MB, and twice that while it is written. */
const MOST_BYTES = 2e9;
/** And never more than this share of what the browser grants: data sets and runs need room, too. */
const MOST_OF_QUOTA = 0.25;

/** Before the bytes of the value: the mark, written last, that all of it is on the disk; and the epoch. */
const PREFIX = 16;
const MARK = new TextEncoder().encode('LABSTATE');

interface Slot extends KeptState {
  readonly name: string;
  readonly keptAt: number;
  readonly file: File;
}

/**
 * States of runs in the browser's private file system, as files of a worker: written in place, without a copy. Each run
 * has two slots that are written in turn, so that one of them is whole whenever the page dies.
 */
export class KeptStates {
  private readonly folderName: string;

  constructor(folderName = FOLDER) {
    this.folderName = folderName;
  }

  /** The latest whole state of each run. */
  async list(): Promise<readonly KeptState[]> {
    return latestOfEach(await this.slots()).map(({ id, epochsDone, bytes }) => ({ id, epochsDone, bytes }));
  }

  /**
   * Keeps a plain value in the place of the run's older state; the states of other runs that were kept longest ago make
   * room for it.
   *
   * @throws LabError `storage-full`; the run's older state is still there
   */
  async keep(id: string, epochsDone: number, value: unknown): Promise<KeptState> {
    return await this.put(id, epochsDone, toBytes(value));
  }

  /**
   * Keeps a file of {@link file} under its run's id.
   *
   * @throws LabError `storage-full`; `cannot-continue` where it is not whole
   */
  async add(id: string, file: Blob): Promise<KeptState> {
    const epochsDone = await readPrefix(file);
    if (epochsDone === null) throw damaged();
    await this.drop(id);
    return await this.put(id, epochsDone, [new Uint8Array(await file.slice(PREFIX).arrayBuffer())]);
  }

  private async put(
    id: string,
    epochsDone: number,
    parts: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<KeptState> {
    const bytes = parts.reduce((sum, part) => sum + part.length, PREFIX);
    try {
      const slots = await this.slots();
      await this.makeRoom(id, bytes, slots);
      const [latest] = latestOfEach(slots.filter((slot) => slot.id === id));
      const name = `${id}.${latest?.name.endsWith('.0') ? 1 : 0}`;
      await this.write(name, epochsDone, parts);
      if (latest) await this.remove(latest.name);
      return { id, epochsDone, bytes };
    } catch (cause) {
      throw notKept(bytes, cause);
    }
  }

  /**
   * The latest whole value of a run.
   *
   * @throws LabError `cannot-continue` where there is none
   */
  async read(id: string): Promise<unknown> {
    const slots = (await this.slots()).filter((slot) => slot.id === id);
    for (const slot of slots.toSorted((a, b) => b.epochsDone - a.epochsDone)) {
      try {
        return await readState(slot.file);
      } catch {
        // The one before it may be whole.
      }
    }
    throw cannotContinue('There is no state of this run to go on from.', 'Train anew with its recipe.');
  }

  /** The file of the latest state; null where there is none. */
  async file(id: string): Promise<File | null> {
    return latestOfEach((await this.slots()).filter((slot) => slot.id === id))[0]?.file ?? null;
  }

  async drop(id: string): Promise<void> {
    for (const { name } of (await this.slots()).filter((slot) => slot.id === id)) await this.remove(name);
  }

  private async folder(): Promise<FileSystemDirectoryHandle> {
    return (await navigator.storage.getDirectory()).getDirectoryHandle(this.folderName, { create: true });
  }

  /** Whole ones only. */
  private async slots(): Promise<readonly Slot[]> {
    const found: Slot[] = [];
    for await (const [name, handle] of await this.folder()) {
      if (handle.kind !== 'file') continue;
      const file = await (handle as FileSystemFileHandle).getFile();
      const epochsDone = await readPrefix(file);
      if (epochsDone === null) continue;
      const { size: bytes, lastModified: keptAt } = file;
      found.push({ name, id: name.slice(0, name.lastIndexOf('.')), epochsDone, bytes, keptAt, file });
    }
    return found;
  }

  private async write(
    name: string,
    epochsDone: number,
    parts: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<void> {
    const file = await (await this.folder()).getFileHandle(name, { create: true });
    const handle = await file.createSyncAccessHandle();
    try {
      handle.truncate(0);
      let at = PREFIX;
      for (const part of parts) {
        writeAll(handle, part, at);
        at += part.length;
      }
      // The mark only when the rest is there.
      handle.flush();
      writeAll(handle, prefixOf(epochsDone), 0);
      handle.flush();
    } catch (error) {
      handle.truncate(0);
      throw error;
    } finally {
      handle.close();
    }
  }

  private async makeRoom(id: string, bytes: number, slots: readonly Slot[]): Promise<void> {
    const { quota = Number.POSITIVE_INFINITY } = await navigator.storage.estimate();
    const room = Math.min(MOST_BYTES, MOST_OF_QUOTA * quota);
    const held = new Set((await navigator.locks.query()).held?.map((lock) => lock.name));
    const others = slots.filter((slot) => slot.id !== id).toSorted((a, b) => a.keptAt - b.keptAt);
    let taken = others.reduce((sum, slot) => sum + slot.bytes, 0);
    for (const slot of others) {
      if (taken + bytes <= room) return;
      // It trains in another tab.
      if (held.has(runLock(slot.id))) continue;
      await this.remove(slot.name);
      taken -= slot.bytes;
    }
    if (taken + bytes > room) throw new Error(`${formatBytes(room)} may be used for it`);
  }

  private async remove(name: string): Promise<void> {
    await (await this.folder()).removeEntry(name);
  }
}

/**
 * The value in a file of {@link KeptStates}.
 *
 * @throws LabError `cannot-continue` where a byte is not as it was written
 */
export async function readState(file: Blob): Promise<unknown> {
  try {
    if ((await readPrefix(file)) === null) throw new TypeError('The mark is missing.');
    return fromBytes(await file.slice(PREFIX).arrayBuffer());
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause?: unknown): LabError {
  return cannotContinue('The kept state is damaged.', 'Train anew with the recipe of the run.', { cause });
}

function latestOfEach(slots: readonly Slot[]): readonly Slot[] {
  const latest = new Map<string, Slot>();
  for (const slot of slots) {
    if (slot.epochsDone > (latest.get(slot.id)?.epochsDone ?? -1)) latest.set(slot.id, slot);
  }
  return [...latest.values()];
}

function prefixOf(epochsDone: number): Uint8Array<ArrayBuffer> {
  const prefix = new Uint8Array(PREFIX);
  prefix.set(MARK);
  new DataView(prefix.buffer).setUint32(MARK.length, epochsDone, true);
  return prefix;
}

/** The epoch; null where the file is not whole. */
async function readPrefix(file: Blob): Promise<number | null> {
  const prefix = new Uint8Array(await file.slice(0, PREFIX).arrayBuffer());
  if (prefix.length < PREFIX || !MARK.every((byte, place) => prefix[place] === byte)) return null;
  return new DataView(prefix.buffer).getUint32(MARK.length, true);
}

/** A write may take less than it was given. */
function writeAll(handle: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    const written = handle.write(bytes.subarray(done), { at: at + done });
    if (written === 0) throw new DOMException('There is no room left.', 'QuotaExceededError');
    done += written;
  }
}

function notKept(bytes: number, cause: unknown): LabError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LabError(
    'storage-full',
    `The state of the run (${formatBytes(bytes)}) could not be kept: ${why}`,
    'It goes on, but cannot be continued if the page is closed. Delete stored files or runs to make room.',
    { cause },
  );
}
