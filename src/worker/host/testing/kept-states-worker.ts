import * as Comlink from 'comlink';
import { KeptFolder } from '../kept-files.ts';
import { KeptStates } from '../kept-states.ts';

/** States of runs, in a worker as they need one, with faults that a test asks for. */
export class KeptStatesWorker {
  private readonly states = new KeptStates(new KeptFolder('run-states-test'));

  keep = (id: string, epochsDone: number, value: unknown) => this.states.keep(id, epochsDone, value);
  list = () => this.states.list();
  read = (id: string) => this.states.read(id);
  drop = (id: string) => this.states.drop(id);
  file = (id: string) => this.states.file(id);
  add = (id: string, file: Blob) => this.states.add(id, file);

  /** What all may take together. */
  limit(quota: number): void {
    navigator.storage.estimate = async () => ({ quota });
  }

  /** Every write takes at most so many bytes of all that follow, then none: a disk that fills up. */
  fillUpAfter(bytes: number): void {
    const { write } = FileSystemSyncAccessHandle.prototype;
    let left = bytes;
    FileSystemSyncAccessHandle.prototype.write = function (data, options) {
      const part = new Uint8Array((data as Uint8Array).subarray(0, Math.min(left, 1000)));
      left -= part.length;
      return part.length === 0 ? 0 : write.call(this, part, options);
    };
  }

  /** No file may grow beyond: a browser that grants no more. */
  refuseSizesOver(bytes: number): void {
    const { truncate } = FileSystemSyncAccessHandle.prototype;
    FileSystemSyncAccessHandle.prototype.truncate = function (size) {
      if (size > bytes) throw new DOMException('No more is granted.', 'QuotaExceededError');
      truncate.call(this, size);
    };
  }

  /** The first write takes a part, and nothing comes behind it: the file is left as by a worker that dies there. */
  dieInTheMiddle(): void {
    const { write } = FileSystemSyncAccessHandle.prototype;
    const die = () => {
      throw new Error('The worker is dead.');
    };
    FileSystemSyncAccessHandle.prototype.write = function (data, options) {
      Object.assign(FileSystemSyncAccessHandle.prototype, { write: die, truncate: die });
      return write.call(this, (data as Uint8Array<ArrayBuffer>).subarray(0, 1000), options);
    };
  }

  /** Names and sizes of all files. */
  async files(): Promise<Record<string, number>> {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('run-states-test', {
      create: true,
    });
    const sizes: Record<string, number> = {};
    for await (const [name, handle] of folder)
      sizes[name] = (await (handle as FileSystemFileHandle).getFile()).size;
    return sizes;
  }

  /** Changes one byte. */
  async damage(name: string, place: number): Promise<void> {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('run-states-test');
    const handle = await (await folder.getFileHandle(name)).createSyncAccessHandle();
    const byte = new Uint8Array(1);
    handle.read(byte, { at: place });
    byte[0]! ^= 1;
    handle.write(byte, { at: place });
    handle.close();
  }

  async clear(): Promise<void> {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('run-states-test', { recursive: true }).catch(() => undefined);
  }
}

Comlink.expose(new KeptStatesWorker());
