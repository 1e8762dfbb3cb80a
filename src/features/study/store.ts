import { type Expansion, expandStudy } from '../../lab/study/expand.ts';
import type { Study } from '../../lab/study/study.ts';
import {
  createStudyState,
  reduceStudy,
  type StudyAction,
  type StudyState,
} from '../../lab/study/study-state.ts';
import { StudyStorage } from '../../storage/studies.ts';
import { showProblem } from '../../ui/notify.tsx';
import { useStudies } from './studies.ts';

const storage = new StudyStorage();
let writing: Promise<unknown> = Promise.resolve();

/** Reads the studies anew; what was running when its page went away is settled by the runs that are stored. */
export async function readStudies(finishedRuns: ReadonlySet<string>, owner: boolean): Promise<void> {
  try {
    const { rows: stored, unreadable } = await storage.all();
    const studies = owner
      ? stored.map((state) => reduceStudy(state, { kind: 'recovered', finishedRuns }))
      : stored;
    useStudies.setState({ loaded: true, owner, studies, unreadable });
    if (owner) for (const state of studies) write(state);
  } catch (error) {
    useStudies.setState({ loaded: true, owner });
    reportStorage(error);
  }
}

export function addStudy(study: Study): StudyState {
  const state = createStudyState(study, crypto.randomUUID().replaceAll('-', '').slice(0, 12), Date.now());
  putStudy(state);
  return state;
}

/** Shows and writes a study, new or changed. */
export function putStudy(state: StudyState): void {
  useStudies.setState(({ studies }) => ({
    studies: studies.some(({ id }) => id === state.id)
      ? studies.map((other) => (other.id === state.id ? state : other))
      : [...studies, state],
  }));
  write(state);
}

export function findStudy(id: string): StudyState | undefined {
  return useStudies.getState().studies.find((state) => state.id === id);
}

export function changeStudy(id: string, action: StudyAction): void {
  const state = findStudy(id);
  if (state) putStudy(reduceStudy(state, action));
}

/** Forgets the study; its runs stay in the list. Returns the way back. */
export function deleteStudy(id: string): () => void {
  const state = findStudy(id);
  useStudies.setState(({ studies }) => ({ studies: studies.filter((other) => other.id !== id) }));
  writing = writing.then(() => storage.delete(id)).catch(reportStorage);
  return () => {
    if (state) putStudy(reduceStudy(state, { kind: 'paused' }));
  };
}

/** A stored study, as it lies there. */
export async function readRawStudy(id: string): Promise<unknown> {
  return await storage.raw(id);
}

/** Deletes a study that cannot be read, and returns the way back. */
export async function deleteUnreadableStudy(id: string): Promise<() => Promise<void>> {
  const before = useStudies.getState().unreadable;
  const raw = await storage.raw(id);
  await storage.delete(id);
  useStudies.setState(({ unreadable }) => ({ unreadable: unreadable.filter(({ key }) => key !== id) }));
  return async () => {
    await storage.insertRaw(raw);
    const back = before.filter(({ key }) => key === id);
    useStudies.setState(({ unreadable }) => ({ unreadable: [...unreadable, ...back] }));
  };
}

/** One after the other, so that the last state is the one that stays. */
function write(state: StudyState): void {
  writing = writing.then(() => storage.write(state)).catch(reportStorage);
}

function reportStorage(error: unknown): void {
  const detail = error instanceof Error ? error.message : String(error);
  showProblem({
    code: 'storage-full',
    message: `The study could not be stored: ${detail}`,
    remedy: 'It goes on, but will not survive a reload. Free some space, for instance under Data.',
  });
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
