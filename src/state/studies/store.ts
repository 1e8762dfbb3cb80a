import { type Expansion, expandStudy } from '../../lab/study/expand.ts';
import type { Study } from '../../lab/study/study.ts';
import {
  reduceStudy,
  type StoredRuns,
  type StudyAction,
  type StudyState,
} from '../../lab/study/study-state.ts';
import { StudyStorage } from '../../storage/studies.ts';
import type { StoredRows } from '../../storage/unreadable.ts';
import { useRuns } from '../runs/store.ts';
import { tellTabs } from '../tabs/channel.ts';
import { forget, isUnsaved, keep, runName, useUnsaved } from '../unsaved/unsaved.ts';
import { useStudies } from './studies.ts';

const storage = new StudyStorage();
let writing: Promise<unknown> = Promise.resolve();
/** Studies that this tab was given since it trains them. */
const made = new Set<string>();
let isTaken = false;
let resolveTaken: () => void = () => undefined;
/** Resolves when this tab has read the studies as the one that trains them. */
export const studiesTaken = new Promise<void>((resolve) => {
  resolveTaken = resolve;
});

/** Reads the studies as a tab that looks on. Where that fails nothing is changed. */
export async function readStudies(): Promise<void> {
  const { rows, unreadable } = await storage.all();
  useStudies.setState({ loaded: true, failed: false, studies: rows, unreadable });
}

/**
 * Reads the studies as the one tab that trains them: what was running when its page went away is settled by the runs,
 * which must have been read after this tab took over. Studies that it was given meanwhile stay.
 */
export async function takeOverStudies(): Promise<void> {
  const { rows, unreadable } = await storage.all();
  const runs = storedRuns();
  const own = useStudies
    .getState()
    .studies.filter(({ id }) => made.has(id) && !rows.some((row) => row.id === id));
  const studies = rows.map((state) => reduceStudy(state, { kind: 'recovered', runs }));
  useStudies.setState({ loaded: true, failed: false, studies: [...studies, ...own], unreadable });
  isTaken = true;
  resolveTaken();
  for (const [index, state] of studies.entries()) if (state !== rows[index]) write(state.id);
}

/**
 * The studies could not be read. Where that is for good, as the browser has no storage, there are none, and this tab
 * trains what it is given.
 */
export function studiesFailed(isForGood: boolean): void {
  useStudies.setState({ failed: true, loaded: isForGood });
  if (!isForGood) return;
  isTaken = true;
  resolveTaken();
}

/** Reads one study again that the tab that trains has changed. */
export async function refreshStudy(id: string): Promise<void> {
  const stored: StoredRows<StudyState> = await storage.one(id);
  useStudies.setState(({ studies, unreadable }) => {
    const [state] = stored.rows;
    const known = studies.some((other) => other.id === id);
    return {
      studies: state
        ? known
          ? studies.map((other) => (other.id === id ? state : other))
          : [...studies, state]
        : studies.filter((other) => other.id !== id),
      unreadable: [...unreadable.filter(({ key }) => key !== id), ...stored.unreadable],
    };
  });
}

/** Which runs there are, and which of them are finished; of those that cannot be read it cannot be said, so they count. */
function storedRuns(): StoredRuns {
  const { rows, unreadable } = useRuns.getState();
  return new Map([
    ...rows.map(({ id, status }) => [id, status === 'finished'] as const),
    ...unreadable.map(({ key }) => [key, true] as const),
  ]);
}

/** Entries whose run was deleted, or brought back, in any tab. */
export function settleStudies(): void {
  const runs = storedRuns();
  for (const { id } of useStudies.getState().studies) changeStudy(id, { kind: 'runs-changed', runs });
}

/** Shows and writes a study, new or changed. Only for the tab that trains the studies, as all that follows. */
export function putStudy(state: StudyState): void {
  made.add(state.id);
  useStudies.setState(({ studies }) => ({
    studies: studies.some(({ id }) => id === state.id)
      ? studies.map((other) => (other.id === state.id ? state : other))
      : [...studies, state],
  }));
  write(state.id);
}

/** Whether this tab, which trains the studies, has the study as it stands: read anew, or made here. */
export function isCurrent(id: string): boolean {
  return isTaken || made.has(id);
}

export function findStudy(id: string): StudyState | undefined {
  return useStudies.getState().studies.find((state) => state.id === id);
}

export function changeStudy(id: string, action: StudyAction): void {
  const state = findStudy(id);
  const next = state && reduceStudy(state, action);
  if (next && next !== state) putStudy(next);
}

/** Forgets the study; its runs stay in the list. */
export function removeStudy(id: string): void {
  useStudies.setState(({ studies }) => ({ studies: studies.filter((other) => other.id !== id) }));
  forget(studyName(id));
  writing = writing.then(() => keep(studyName(id), 'The study could not be deleted', () => remove(id)));
}

async function remove(id: string): Promise<void> {
  await storage.delete(id);
  tellTabs({ kind: 'study', id });
}

/** Resolves when all that was changed is written, or kept to be tried again. */
export async function studiesWritten(): Promise<void> {
  await writing;
}

export function studyName(id: string): string {
  return `study:${id}`;
}

/** One after the other, and each as it is by then, so that the last state is the one that stays. */
function write(id: string): void {
  writing = writing.then(async () => {
    if (findStudy(id)) await keep(studyName(id), 'The study could not be stored', () => store(id));
  });
}

async function store(id: string): Promise<void> {
  const state = findStudy(id);
  if (!state) return;
  await storage.write(storable(state));
  tellTabs({ kind: 'study', id });
}

/** A run that is not stored yet is not finished for the next visit: what is lost with this page is trained again. */
function storable(state: StudyState): StudyState {
  return {
    ...state,
    entries: state.entries.map((entry) =>
      entry.status === 'finished' && entry.runId !== null && isUnsaved(runName(entry.runId))
        ? { ...entry, status: 'running' }
        : entry,
    ),
  };
}

/** Writes the studies again whose runs are stored by now. Call once, in the tab that trains the studies. */
export function followUnsaved(): void {
  useUnsaved.subscribe(({ names }, before) => {
    const isChanged = (name: string) => names.has(name) !== before.names.has(name);
    for (const { id, entries } of useStudies.getState().studies) {
      if (entries.some(({ runId }) => runId !== null && isChanged(runName(runId)))) write(id);
    }
  });
}

/** A stored study, as it lies there. */
export async function readRawStudy(id: string): Promise<unknown> {
  return await storage.raw(id);
}

/** Deletes a study that cannot be read, and returns the way back. No tab trains it, so any may. */
export async function deleteUnreadableStudy(id: string): Promise<() => Promise<void>> {
  const raw = await storage.raw(id);
  await remove(id);
  await refreshStudy(id);
  return async () => {
    await storage.insertRaw(raw);
    await refreshStudy(id);
    tellTabs({ kind: 'study', id });
  };
}

const expansions = new WeakMap<Study, Expansion>();

/** Cells and runs of a study, worked out once. */
export function expansionOf(study: Study): Expansion {
  let expansion = expansions.get(study);
  if (!expansion) {
    expansion = expandStudy(study);
    expansions.set(study, expansion);
  }
  return expansion;
}
