import { formatBytes } from '../../lab/format-bytes.ts';
import { runLock } from '../../lab/run-lock.ts';

/** Room for what is kept of all runs together; the state of ResNet-18 at width 64 takes 180 to 225 MB, its weights 45 MB. */
const MOST_BYTES = 2e9;
/** And never more than this share of what the browser grants: data sets and runs need room, too. */
const MOST_OF_QUOTA = 0.25;

/** Before the bytes of the value: the mark, written last, that all of it is on the disk; and a number. */
export const PREFIX = 16;
const MARK = new TextEncoder().encode('LABSTATE');
/** In place of the mark: of a run that was deleted, until that can no longer be undone. */
const ASIDE = new TextEncoder().encode('LABASIDE');
/** Longer than a notice offers to undo it, in milliseconds. */
const ASIDE_MS = 60_000;

/** A whole file. */
export interface KeptFile {
  readonly folder: KeptFolder;
  /** `<id of the run>.<what it is>` */
  readonly name: string;
  /** Of the run. */
  readonly id: string;
  /** The epoch that it was kept after. */
  readonly epoch: number;
  readonly bytes: number;
  readonly keptAt: number;
  readonly file: File;
}

/** Files of runs in the browser's private file system, by the synchronous writes of a worker: in place, without a copy. */
export class KeptFolder {
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Whole ones only, and none of a run that was deleted: what was set aside too long ago is removed for good. */
  async files(): Promise<readonly KeptFile[]> {
    for (const { name, keptAt } of await this.marked(ASIDE)) {
      if (Date.now() - keptAt > ASIDE_MS) await this.remove(name).catch(() => undefined);
    }
    return await this.marked(MARK);
  }

  /** As if they were removed, until they are brought back or time is up: without a copy, as they may be large. */
  async setAside(id: string): Promise<void> {
    for (const { name } of await this.filesOf(id)) await this.mark(name, ASIDE);
  }

  async bringBack(id: string): Promise<void> {
    for (const file of await this.marked(ASIDE)) if (file.id === id) await this.mark(file.name, MARK);
  }

  private async marked(mark: Uint8Array): Promise<readonly KeptFile[]> {
    const handles: FileSystemFileHandle[] = [];
    for await (const handle of (await this.folder()).values()) {
      if (handle.kind === 'file') handles.push(handle as FileSystemFileHandle);
    }
    const read = async (handle: FileSystemFileHandle): Promise<readonly KeptFile[]> => {
      const { name } = handle;
      // Gone since, by the hand of another tab.
      const file = await handle.getFile().catch(() => null);
      const epoch = file && (await readPrefix(file, mark));
      if (!file || epoch === null) return [];
      const id = name.slice(0, name.indexOf('.'));
      return [{ folder: this, name, id, epoch, bytes: file.size, keptAt: file.lastModified, file }];
    };
    return (await Promise.all(handles.map(read))).flat();
  }

  private async mark(name: string, mark: Uint8Array<ArrayBuffer>): Promise<void> {
    const file = await (await this.folder()).getFileHandle(name);
    const handle = await file.createSyncAccessHandle();
    try {
      writeAll(handle, mark, 0);
      handle.flush();
    } finally {
      handle.close();
    }
  }

  async filesOf(id: string): Promise<readonly KeptFile[]> {
    return (await this.files()).filter((file) => file.id === id);
  }

  async write(name: string, epoch: number, parts: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
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
      writeAll(handle, prefixOf(epoch), 0);
      handle.flush();
    } catch (error) {
      handle.truncate(0);
      throw error;
    } finally {
      handle.close();
    }
  }

  async remove(name: string): Promise<void> {
    await (await this.folder()).removeEntry(name);
  }

  async drop(id: string): Promise<void> {
    for (const { name } of await this.filesOf(id)) await this.remove(name);
  }

  private async folder(): Promise<FileSystemDirectoryHandle> {
    return (await navigator.storage.getDirectory()).getDirectoryHandle(this.name, { create: true });
  }
}

/** One budget for what lies in several folders: what was kept longest ago makes room. */
export class KeptRoom {
  private readonly folders: readonly KeptFolder[];
  private readonly most: number;

  constructor(folders: readonly KeptFolder[], most = MOST_BYTES) {
    this.folders = folders;
    this.most = most;
  }

  /**
   * Removes what was kept longest ago until there is room, but nothing of a run that trains.
   *
   * @param replaced goes when the new file is written, and does not count
   * @returns what was removed
   * @throws Error where there is not enough room
   */
  async make(bytes: number, replaced: (file: KeptFile) => boolean): Promise<readonly KeptFile[]> {
    const { quota = Number.POSITIVE_INFINITY } = await navigator.storage.estimate();
    const room = Math.min(this.most, MOST_OF_QUOTA * quota);
    const held = new Set((await navigator.locks.query()).held?.map((lock) => lock.name));
    const all = (await Promise.all(this.folders.map((folder) => folder.files()))).flat();
    const others = all.filter((file) => !replaced(file)).toSorted((a, b) => a.keptAt - b.keptAt);
    let taken = others.reduce((sum, file) => sum + file.bytes, 0);
    const removed: KeptFile[] = [];
    for (const file of others) {
      if (taken + bytes <= room) break;
      // It trains, here or in another tab.
      if (held.has(runLock(file.id))) continue;
      await file.folder.remove(file.name);
      removed.push(file);
      taken -= file.bytes;
    }
    if (taken + bytes > room) throw new Error(`${formatBytes(room)} may be used for it`);
    return removed;
  }
}

/** What stands before the bytes of a whole file. */
export function prefixOf(epoch: number): Uint8Array<ArrayBuffer> {
  const prefix = new Uint8Array(PREFIX);
  prefix.set(MARK);
  new DataView(prefix.buffer).setUint32(MARK.length, epoch, true);
  return prefix;
}

/** The epoch; null where the file is not whole. */
export async function readPrefix(file: Blob, mark: Uint8Array = MARK): Promise<number | null> {
  const prefix = new Uint8Array(await file.slice(0, PREFIX).arrayBuffer());
  if (prefix.length < PREFIX || !mark.every((byte, place) => prefix[place] === byte)) return null;
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
