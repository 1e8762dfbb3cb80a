import { cannotContinue } from '../../lab/continuation.ts';
import { formatBytes } from '../../lab/format-bytes.ts';
import { LabError } from '../../lab/lab-error.ts';
import { fromBytes, toBytes } from '../../training/plain-bytes.ts';
import type { KeptState } from '../protocol.ts';
import { type KeptFile, KeptFolder, KeptRoom, PREFIX, readPrefix } from './kept-files.ts';

/**
 * States of runs: each run has two slots that are written in turn, so that one of them is whole whenever the page dies.
 */
export class KeptStates {
  private readonly folder: KeptFolder;
  private readonly room: KeptRoom;
  private readonly onRemoved: (files: readonly KeptFile[]) => void;

  /** @param room that it shares with what else is kept; @param onRemoved told what had to make room */
  constructor(
    folder: KeptFolder = new KeptFolder('run-states'),
    room: KeptRoom = new KeptRoom([folder]),
    onRemoved: (files: readonly KeptFile[]) => void = () => {},
  ) {
    this.folder = folder;
    this.room = room;
    this.onRemoved = onRemoved;
  }

  /** The latest whole state of each run. */
  async list(): Promise<readonly KeptState[]> {
    return latestOfEach(await this.folder.files()).map(({ id, epoch, bytes }) => ({
      id,
      epochsDone: epoch,
      bytes,
    }));
  }

  /**
   * Keeps a plain value in the place of the run's older state; what was kept of other runs longest ago makes room for it.
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
      const removed = await this.room.make(bytes, (file) => file.folder === this.folder && file.id === id);
      if (removed.length > 0) this.onRemoved(removed);
      const [latest] = latestOfEach(await this.folder.filesOf(id));
      const name = `${id}.${latest?.name.endsWith('.0') ? 1 : 0}`;
      await this.folder.write(name, epochsDone, parts);
      if (latest) await this.folder.remove(latest.name);
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
    const slots = await this.folder.filesOf(id);
    for (const slot of slots.toSorted((a, b) => b.epoch - a.epoch)) {
      try {
        return await readState(await slot.open());
      } catch {
        // The one before it may be whole.
      }
    }
    throw cannotContinue('There is no state of this run to go on from.', 'Train anew with its recipe.');
  }

  /** The file of the latest state; null where there is none. */
  async file(id: string): Promise<File | null> {
    return (await latestOfEach(await this.folder.filesOf(id))[0]?.open()) ?? null;
  }

  drop(id: string): Promise<void> {
    return this.folder.drop(id);
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

function latestOfEach(slots: readonly KeptFile[]): readonly KeptFile[] {
  const latest = new Map<string, KeptFile>();
  for (const slot of slots) {
    if (slot.epoch > (latest.get(slot.id)?.epoch ?? -1)) latest.set(slot.id, slot);
  }
  return [...latest.values()];
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
