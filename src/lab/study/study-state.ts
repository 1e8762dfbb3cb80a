import type { LabErrorDescription } from '../lab-error.ts';
import type { Bet } from './bet.ts';
import { expandStudy } from './expand.ts';
import type { Study } from './study.ts';
import { isTestOpen, type TestOpening } from './test-opening.ts';

/** Raise when stored states change shape. */
export const STUDY_STATE_VERSION = 1;

export type EntryStatus = 'queued' | 'running' | 'finished' | 'failed' | 'skipped';

/** One run of the study, wherever it stands. */
export interface StudyEntry {
  /** As in PlannedRun.key. */
  readonly key: string;
  readonly status: EntryStatus;
  /** Id of the run that counts, trains, or was cut off and can go on where its state is kept; null: there is none. */
  readonly runId: string | null;
  /** How often it was started. */
  readonly attempts: number;
  readonly error: LabErrorDescription | null;
}

/** A study under way: small, plain and complete, so that it can be written after every change. */
export interface StudyState {
  readonly version: typeof STUDY_STATE_VERSION;
  readonly id: string;
  readonly createdAt: number;
  readonly study: Study;
  /** In the order in which they are to be trained. */
  readonly entries: readonly StudyEntry[];
  readonly paused: boolean;
  readonly openings: readonly TestOpening[];
  /** At most one for each data set, placed before the test part was opened. */
  readonly bets: readonly Bet[];
}

/** The runs that are stored: whether each is finished, by id. */
export type StoredRuns = ReadonlyMap<string, boolean>;

export type StudyAction =
  | { readonly kind: 'started'; readonly key: string; readonly runId: string }
  | { readonly kind: 'finished'; readonly key: string; readonly runId: string }
  | { readonly kind: 'failed'; readonly key: string; readonly error: LabErrorDescription }
  /** Ended by a person before its end: it waits again, at its place, to go on where it was. */
  | { readonly kind: 'interrupted'; readonly key: string }
  | { readonly kind: 'skipped'; readonly key: string }
  /** Trains (again); a result it had no longer counts. */
  | { readonly kind: 'requeued'; readonly key: string }
  /** To the place before another entry; null: to the end. */
  | { readonly kind: 'moved'; readonly key: string; readonly before: string | null }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  /** After a reload or a crash: nothing trains. */
  | { readonly kind: 'recovered'; readonly runs: StoredRuns }
  /** Runs were deleted, or brought back. */
  | { readonly kind: 'runs-changed'; readonly runs: StoredRuns }
  | { readonly kind: 'test-opened'; readonly at: number }
  /** Another one for the same data set takes its place; none is taken once the test part was opened. */
  | { readonly kind: 'bet-placed'; readonly bet: Bet }
  /** What the others are compared with; nothing that is trained changes. */
  | { readonly kind: 'baseline-chosen'; readonly levels: Study['baseline'] };

/** @throws LabError `bad-study` */
export function createStudyState(study: Study, id: string, createdAt: number): StudyState {
  return {
    version: STUDY_STATE_VERSION,
    id,
    createdAt,
    study,
    entries: expandStudy(study).runs.map(({ key }) => ({
      key,
      status: 'queued',
      runId: null,
      attempts: 0,
      error: null,
    })),
    paused: true,
    openings: [],
    bets: [],
  };
}

/** What happened, applied; an action about an unknown key, or one that no longer fits, changes nothing. */
export function reduceStudy(state: StudyState, action: StudyAction): StudyState {
  switch (action.kind) {
    case 'started':
      return changed(state, action.key, ({ attempts }) => ({
        status: 'running',
        runId: action.runId,
        attempts: attempts + 1,
        error: null,
      }));
    case 'finished':
      return changed(state, action.key, () => ({ status: 'finished', runId: action.runId, error: null }));
    case 'failed':
      return changed(state, action.key, () => ({ status: 'failed', error: action.error }));
    case 'interrupted':
      return changed(state, action.key, ({ status }) => (status === 'running' ? { status: 'queued' } : {}));
    case 'skipped':
      return changed(state, action.key, ({ status }) =>
        status === 'queued' ? { status: 'skipped', runId: null } : {},
      );
    case 'requeued':
      return changed(state, action.key, ({ status }) =>
        status === 'running' ? {} : { status: 'queued', runId: null, error: null },
      );
    case 'moved':
      return moved(state, action.key, action.before);
    case 'paused':
      return { ...state, paused: true };
    case 'resumed':
      return { ...state, paused: false };
    case 'recovered':
      return settled(state, (entry) =>
        entry.status === 'running' ? recovered(entry, action.runs) : reconciled(entry, action.runs),
      );
    case 'runs-changed':
      return settled(state, (entry) => reconciled(entry, action.runs));
    case 'test-opened': {
      // The same opening, told twice.
      if (state.openings.some(({ at }) => at === action.at)) return state;
      const runs = state.entries.filter(({ status }) => status === 'finished').length;
      return { ...state, openings: [...state.openings, { at: action.at, runs }] };
    }
    case 'bet-placed': {
      if (isTestOpen(state.study, state.openings)) return state;
      const others = state.bets.filter(({ block }) => block !== action.bet.block);
      return { ...state, bets: [...others, action.bet] };
    }
    case 'baseline-chosen':
      return { ...state, study: { ...state.study, baseline: { ...action.levels } } };
  }
}

function changed(
  state: StudyState,
  key: string,
  change: (entry: StudyEntry) => Partial<StudyEntry>,
): StudyState {
  return {
    ...state,
    entries: state.entries.map((entry) => (entry.key === key ? { ...entry, ...change(entry) } : entry)),
  };
}

function moved(state: StudyState, key: string, before: string | null): StudyState {
  const entry = state.entries.find((other) => other.key === key);
  if (!entry || key === before) return state;
  const others = state.entries.filter((other) => other.key !== key);
  const place = before === null ? others.length : others.findIndex((other) => other.key === before);
  if (place < 0) return state;
  return { ...state, entries: others.toSpliced(place, 0, entry) };
}

/** The same state where no entry has changed: it need not be written then. */
function settled(state: StudyState, settle: (entry: StudyEntry) => StudyEntry): StudyState {
  const entries = state.entries.map(settle);
  return entries.every((entry, index) => entry === state.entries[index]) ? state : { ...state, entries };
}

/** What trained when the page went away is finished if its run was stored to the end, else waits again. */
function recovered(entry: StudyEntry, runs: StoredRuns): StudyEntry {
  const isFinished = entry.runId !== null && runs.get(entry.runId) === true;
  return { ...entry, status: isFinished ? 'finished' : 'queued' };
}

/**
 * A run that was deleted does not count, and is not trained again unless a person says so; the entry remembers it, as the
 * run may be brought back. One that is there without its end waits again.
 */
function reconciled(entry: StudyEntry, runs: StoredRuns): StudyEntry {
  const { status, runId } = entry;
  if (runId === null) return entry;
  const isFinished = runs.get(runId);
  if (status === 'finished' && isFinished === undefined) return { ...entry, status: 'skipped' };
  if (status === 'finished' && !isFinished) return { ...entry, status: 'queued' };
  if (status === 'skipped' && isFinished) return { ...entry, status: 'finished' };
  return entry;
}

/** Whether the run that counted was deleted: then the entry is skipped until a person wants it. */
export function isRunDeleted({ status, runId }: StudyEntry): boolean {
  return status === 'skipped' && runId !== null;
}

/** The next run to train; null while the study is paused, one trains already, or none waits. */
export function nextEntry({ entries, paused }: StudyState): StudyEntry | null {
  if (paused || entries.some(({ status }) => status === 'running')) return null;
  return entries.find(({ status }) => status === 'queued') ?? null;
}

/** How many entries stand where. */
export function countEntries({
  entries,
}: Pick<StudyState, 'entries'>): Readonly<Record<EntryStatus, number>> {
  const counts = { queued: 0, running: 0, finished: 0, failed: 0, skipped: 0 };
  for (const { status } of entries) counts[status] += 1;
  return counts;
}
