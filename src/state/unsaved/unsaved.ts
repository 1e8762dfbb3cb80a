import { showNote, showProblem } from '../../ui/notify.tsx';
import { createDrawnInSlices } from '../drawn-in-slices.ts';
import { storageProblem } from './storage-problem.ts';

/** So often what could not be stored is tried again by itself. */
const RETRY_MS = 15_000;

interface UnsavedState {
  /** Names of what this page holds and the storage does not: `run:ID`, `study:ID`. */
  readonly names: ReadonlySet<string>;
}

export const useUnsaved = createDrawnInSlices<UnsavedState>(() => ({ names: new Set() }));

/** What is still to be written, oldest first. Each write takes what is newest when it runs. */
const pending = new Map<string, () => Promise<unknown>>();
let timer: ReturnType<typeof setInterval> | null = null;
let isRetrying = false;

export function runName(id: string): string {
  return `run:${id}`;
}

export function isUnsaved(name: string): boolean {
  return pending.has(name);
}

/**
 * Writes, and where that fails keeps the write and tries it again: later, when space was made, and when another write
 * succeeds. Meanwhile the person is told, and warned before the page is closed.
 *
 * @param what for the person, for instance "The run could not be stored"
 * @returns whether it is stored now
 */
export async function keep(name: string, what: string, write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
  } catch (error) {
    const isKnown = pending.has(name);
    pending.set(name, write);
    show();
    if (!isKnown)
      showProblem(storageProblem(error, what), { label: 'Try again', perform: () => void retryUnsaved() });
    return false;
  }
  pending.delete(name);
  show();
  void retryUnsaved();
  return true;
}

/** It was deleted: there is nothing more to store. Returns the way back. */
export function forget(name: string): () => void {
  const write = pending.get(name);
  pending.delete(name);
  show();
  return () => {
    if (!write) return;
    pending.set(name, write);
    show();
    void retryUnsaved();
  };
}

/** Tries what could not be stored again; to be called when there may be space. */
export async function retryUnsaved(): Promise<void> {
  if (pending.size === 0 || isRetrying) return;
  isRetrying = true;
  try {
    for (const [name, write] of [...pending]) {
      await write();
      if (pending.get(name) === write) pending.delete(name);
      show();
    }
    if (pending.size === 0) showNote('Everything is stored now.');
  } catch {
    // Still no room; it was told when it failed first.
  } finally {
    isRetrying = false;
  }
}

function show(): void {
  const { names } = useUnsaved.getState();
  const changed = pending.size !== names.size || [...pending.keys()].some((name) => !names.has(name));
  if (!changed) return;
  useUnsaved.setState({ names: new Set(pending.keys()) });
  if (pending.size > 0 && timer === null) {
    timer = setInterval(() => void retryUnsaved(), RETRY_MS);
    window.addEventListener('beforeunload', warn);
  } else if (pending.size === 0 && timer !== null) {
    clearInterval(timer);
    timer = null;
    window.removeEventListener('beforeunload', warn);
  }
}

/** The browser asks whether the page is really to be closed. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
