import { create } from 'zustand';
import { type HandedIn, type Pool, poolOf, readHandedIn } from '../../lab/classroom/pool.ts';
import { type PooledBlock, pooled } from '../../lab/classroom/pooled.ts';
import type { Study } from '../../lab/study/study.ts';
import { inSlices } from '../results/in-slices.ts';

interface ClassroomState {
  /** Files that were dropped since the page was opened: nothing of them is stored. */
  readonly files: readonly HandedIn[];
  /** The study that was given out; null: what most of the bundles hold. */
  readonly given: Study | null;
  readonly pool: Pool | null;
  readonly blocks: readonly PooledBlock[];
  /** Files that are read, of how many; null: none are. */
  readonly reading: { readonly done: number; readonly total: number } | null;
}

const NOTHING: ClassroomState = { files: [], given: null, pool: null, blocks: [], reading: null };

export const useClassroom = create<ClassroomState>(() => NOTHING);

let reading = new AbortController();

const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Reads bundles, all of them whole before any counts, beside those that are here. */
export async function takeBundles(added: readonly File[]): Promise<void> {
  const { signal } = begin();
  const files: HandedIn[] = [];
  for (const [done, file] of added.entries()) {
    useClassroom.setState({ reading: { done, total: added.length } });
    files.push(await readHandedIn(file.name, new Uint8Array(await file.arrayBuffer())));
    // The page has its turn between two files.
    await nextTask();
    if (signal.aborted) return;
  }
  await count([...useClassroom.getState().files, ...files], useClassroom.getState().given, signal);
}

/** Counts anew, by another study. @param given null: what most of the bundles hold */
export async function giveOut(given: Study | null): Promise<void> {
  await count(useClassroom.getState().files, given, begin().signal);
}

export function clearBundles(): void {
  begin();
  useClassroom.setState({ ...NOTHING, given: useClassroom.getState().given });
}

/** What is under way is given up. */
function begin(): AbortController {
  reading.abort();
  reading = new AbortController();
  return reading;
}

async function count(files: readonly HandedIn[], given: Study | null, signal: AbortSignal): Promise<void> {
  const pool = poolOf(files, given);
  const blocks = await inSlices(pooled(pool), signal);
  if (blocks) useClassroom.setState({ files, given, pool, blocks, reading: null });
}
