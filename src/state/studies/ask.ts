import { describeError } from '../../lab/lab-error.ts';
import { freeName } from '../../lab/study/free-name.ts';
import { badStudy, type Study } from '../../lab/study/study.ts';
import { createStudyState, type StudyState } from '../../lab/study/study-state.ts';
import type { PersonAction } from '../../lab/study/study-state-schema.ts';
import { showProblem } from '../../ui/notify.tsx';
import { whileWritten } from '../unsaved/being-written.ts';
import { stopTraining } from './runner.ts';
import {
  changeStudy,
  findStudy,
  isCurrent,
  putStudy,
  refreshStudy,
  removeStudy,
  studiesTaken,
  studiesWritten,
} from './store.ts';
import { useStudies } from './studies.ts';
import { handOver, type Wish } from './wish.ts';

let resolveOwner: () => void = () => undefined;
/** Resolves when this tab has become the one that trains the studies. */
const isOwner = new Promise<void>((resolve) => {
  resolveOwner = resolve;
});

export function becameOwner(): void {
  resolveOwner();
}

/**
 * Asks for something about a study, of this tab or of the one that trains. It is done, and seen here, when this resolves.
 *
 * @throws LabError where it could not be done
 */
export async function ask(wish: Wish): Promise<void> {
  await whileWritten(() => fulfil(wish));
}

async function fulfil(wish: Wish): Promise<void> {
  if (!useStudies.getState().owner && (await handOver(wish, isOwner))) {
    await refreshStudy(wish.kind === 'put' ? wish.state.id : wish.study);
    return;
  }
  await grant(wish);
}

/** Asks, and tells where it could not be done. */
export function request(wish: Wish): void {
  ask(wish).catch((error: unknown) => showProblem(describeError(error)));
}

export function requestChange(study: string, action: PersonAction): void {
  request({ kind: 'change', study, action });
}

/** A study that is not queued yet, under a name that no other has. @throws LabError `bad-study` */
export function newStudy(study: Study): StudyState {
  const taken = new Set(useStudies.getState().studies.map(({ study: { name } }) => name));
  return createStudyState(
    { ...study, name: freeName(study.name, taken) },
    crypto.randomUUID().replaceAll('-', '').slice(0, 12),
    Date.now(),
  );
}

/** Puts a study in the queue and lets it train; resolves with its id when it waits there. */
export async function queueStudy(study: Study): Promise<string> {
  const state = newStudy(study);
  await ask({ kind: 'put', state });
  await ask({ kind: 'resume', study: state.id });
  return state.id;
}

/** Puts a study that was deleted back, as it was, and paused. */
export function requestBack(state: StudyState): void {
  request({ kind: 'put', state: { ...state, paused: true } });
}

/** Does it: this tab trains the studies. @throws LabError `bad-study` where the study is not there any more */
export async function grant(wish: Wish): Promise<void> {
  if (wish.kind !== 'put' && !isCurrent(wish.study)) await studiesTaken;
  if (wish.kind === 'put') {
    if (!findStudy(wish.state.id)) putStudy(wish.state);
  } else if (wish.kind === 'delete') {
    removeStudy(wish.study);
  } else {
    if (!findStudy(wish.study)) throw badStudy('This study was deleted in another tab.');
    if (wish.kind === 'change') changeStudy(wish.study, wish.action);
    else if (wish.kind === 'resume') resume(wish.study);
    else await stop(wish.study);
  }
  await studiesWritten();
}

/** Goes on with the queue; other studies wait meanwhile. */
function resume(id: string): void {
  for (const other of useStudies.getState().studies) {
    if (other.id !== id && !other.paused) changeStudy(other.id, { kind: 'paused' });
  }
  changeStudy(id, { kind: 'resumed' });
}

/** Ends the run under way at once, or what is being made ready for it, and pauses; later it goes on from its last kept epoch. */
async function stop(id: string): Promise<void> {
  changeStudy(id, { kind: 'paused' });
  await stopTraining(id);
}
