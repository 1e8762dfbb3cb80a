import { sha256 } from 'hash-wasm';
import { create } from 'zustand';
import { type Board, boardOf, type DroppedEntry } from '../../lab/challenge/board.ts';
import type { Challenge } from '../../lab/challenge/challenge.ts';
import { readEntry } from '../../lab/challenge/entry.ts';
import { LabError } from '../../lab/lab-error.ts';

interface BoardState {
  /** Entries that were dropped since the page was opened: nothing of them is stored. */
  readonly files: readonly DroppedEntry[];
  readonly board: Board | null;
  /** Files that are read, of how many; null: none are. */
  readonly reading: { readonly done: number; readonly total: number } | null;
}

const NOTHING: BoardState = { files: [], board: null, reading: null };

export const useBoard = create<BoardState>(() => NOTHING);

const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

/** @param given the challenge that is looked at; null: that of the first entry */
export async function takeEntries(added: readonly File[], given: Challenge | null): Promise<void> {
  const files: DroppedEntry[] = [];
  for (const [done, file] of added.entries()) {
    useBoard.setState({ reading: { done, total: added.length } });
    files.push(await dropped(file));
    // The page has its turn between two files.
    await nextTask();
  }
  const all = [...useBoard.getState().files, ...files];
  useBoard.setState({ files: all, board: boardOf(all, given), reading: null });
}

export function clearBoard(): void {
  useBoard.setState(NOTHING);
}

async function dropped(file: File): Promise<DroppedEntry> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const hash = await sha256(bytes);
  try {
    return { name: file.name, hash, entry: await readEntry(bytes), fault: '' };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { name: file.name, hash, entry: null, fault: error.message };
  }
}
