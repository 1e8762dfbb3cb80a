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
/** Another tab may set a run aside, and time is up for that no sooner. */
const KNOWN_MS = ASIDE_MS;
/** Each write is asked of another process, so that hundreds of small ones cost more than their bytes. */
const WRITE_BYTES = 4e6;

interface Prefix {
  readonly mark: 'whole' | 'aside';
  readonly epoch: number;
}

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
  /** As it is now. */
  readonly open: () => Promise<File>;
}

type MarkedFile = KeptFile & Pick<Prefix, 'mark'>;

interface Known {
  readonly file: MarkedFile;
  /** By the clock of the worker, in milliseconds. */
  readonly since: number;
}

/** Files of runs in the browser's private file system, by the synchronous writes of a worker: in place, without a copy. */
export class KeptFolder {
  private readonly name: string;
  /**
   * Those that were looked at a short while ago, by their names: hundreds may lie here, and each look at one asks another
   * process. Runs train in one tab only, and this forgets what it writes or marks itself.
   */
  private readonly known = new Map<string, Known>();
  /** Rises with every change: what was looked at meanwhile is not known. */
  private changes = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Whole ones only, and none of a run that was deleted: what was set aside too long ago is removed for good. */
  async files(): Promise<readonly KeptFile[]> {
    const all = await this.all();
    for (const { mark, name, keptAt } of all) {
      if (mark === 'aside' && Date.now() - keptAt > ASIDE_MS) await this.remove(name).catch(() => undefined);
    }
    return all.filter(({ mark }) => mark === 'whole');
  }

  /** As if they were removed, until they are brought back or time is up: without a copy, as they may be large. */
  async setAside(id: string): Promise<void> {
    for (const { name } of await this.filesOf(id)) await this.mark(name, ASIDE);
  }

  async bringBack(id: string): Promise<void> {
    for (const file of await this.all()) {
      if (file.mark === 'aside' && file.id === id) await this.mark(file.name, MARK);
    }
  }

  /** Those with a mark. */
  private async all(): Promise<readonly MarkedFile[]> {
    const handles: FileSystemFileHandle[] = [];
    for await (const handle of (await this.folder()).values()) {
      if (handle.kind === 'file') handles.push(handle as FileSystemFileHandle);
    }
    const names = new Set(handles.map(({ name }) => name));
    for (const name of this.known.keys()) if (!names.has(name)) this.known.delete(name);
    const read = async (handle: FileSystemFileHandle): Promise<readonly MarkedFile[]> => {
      const { name } = handle;
      const known = this.known.get(name);
      if (known && performance.now() - known.since < KNOWN_MS) return [known.file];
      const { changes } = this;
      const file = await this.lookAt(handle);
      if (file && changes === this.changes) this.known.set(name, { file, since: performance.now() });
      return file ? [file] : [];
    };
    return (await Promise.all(handles.map(read))).flat();
  }

  /** Null without a mark, or where it is gone since, by the hand of another tab. */
  private async lookAt(handle: FileSystemFileHandle): Promise<MarkedFile | null> {
    const { name } = handle;
    const file = await handle.getFile().catch(() => null);
    const prefix = file && (await prefixAt(file));
    if (!prefix) return null;
    const id = name.slice(0, name.indexOf('.'));
    const open = () => handle.getFile();
    return { folder: this, name, id, ...prefix, bytes: file.size, keptAt: file.lastModified, open };
  }

  private forget(name: string): void {
    this.changes += 1;
    this.known.delete(name);
  }

  private async mark(name: string, mark: Uint8Array<ArrayBuffer>): Promise<void> {
    this.forget(name);
    const file = await (await this.folder()).getFileHandle(name);
    const handle = await file.createSyncAccessHandle();
    try {
      writeAll(handle, mark, 0);
      handle.flush();
    } finally {
      handle.close();
      this.forget(name);
    }
  }

  async filesOf(id: string): Promise<readonly KeptFile[]> {
    return (await this.files()).filter((file) => file.id === id);
  }

  async write(name: string, epoch: number, parts: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    this.forget(name);
    const file = await (await this.folder()).getFileHandle(name, { create: true });
    const handle = await file.createSyncAccessHandle();
    try {
      // Without what was there, a mark among it.
      handle.truncate(0);
      // All of its room at once: a file that grows with each write took twice as long where it lies in memory.
      handle.truncate(parts.reduce((sum, part) => sum + part.length, PREFIX));
      let at = PREFIX;
      for (const piece of inPieces(parts)) {
        writeAll(handle, piece, at);
        at += piece.length;
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
      this.forget(name);
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
export async function readPrefix(file: Blob): Promise<number | null> {
  const prefix = await prefixAt(file);
  return prefix?.mark === 'whole' ? prefix.epoch : null;
}

/** Null where there is no mark. */
async function prefixAt(file: Blob): Promise<Prefix | null> {
  const bytes = new Uint8Array(await file.slice(0, PREFIX).arrayBuffer());
  if (bytes.length < PREFIX) return null;
  const begins = (mark: Uint8Array) => mark.every((byte, place) => bytes[place] === byte);
  const mark = begins(MARK) ? 'whole' : begins(ASIDE) ? 'aside' : null;
  return mark && { mark, epoch: new DataView(bytes.buffer).getUint32(MARK.length, true) };
}

/** The same bytes, small parts put together: what is large is not copied. */
function* inPieces(parts: readonly Uint8Array<ArrayBuffer>[]): Generator<Uint8Array<ArrayBuffer>> {
  let gathered: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (const part of parts) {
    if (length > 0 && length + part.length > WRITE_BYTES) {
      yield joined(gathered, length);
      [gathered, length] = [[], 0];
    }
    gathered.push(part);
    length += part.length;
  }
  if (length > 0) yield joined(gathered, length);
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[], length: number): Uint8Array<ArrayBuffer> {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A write may take less than it was given. */
function writeAll(handle: FileSystemSyncAccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    const written = handle.write(bytes.subarray(done), { at: at + done });
    if (written === 0) throw new DOMException('There is no room left.', 'QuotaExceededError');
    done += written;
  }
}
