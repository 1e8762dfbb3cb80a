import { create } from 'zustand';
import { LabError } from '../../lab/lab-error.ts';
import { draftOf, type LessonDraft } from '../../lab/lesson/draft.ts';
import { showProblem, showUndo } from '../../ui/notify.tsx';
import { type DraftHistory, draftChanged, draftRedone, draftUndone, historyOf } from './draft-history.ts';

/** Each draft lies by itself, so that two tabs that write two lessons do not undo each other. */
const STORAGE_KEY = 'lab-lesson-draft:';
/** The steps back and forth, of this tab alone. */
const HISTORY_KEY = 'lab-lesson-draft-steps';
/** What another tab writes is one step, too, until it rests. */
const OTHER_TAB = 'another tab';

/** A lesson that is being written. */
export interface Draft extends DraftHistory {
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  /** What is open in the workshop: a step, or what all steps share. */
  readonly open: number | 'lesson';
}

interface DraftsState {
  /** By their ids. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /** How many of them this version cannot read: they stay where they are. */
  readonly unreadable: number;
}

/** Kept at every change, so that neither a reload nor a crash loses any. */
export const useDrafts = create<DraftsState>(() => storedDrafts());

/** @returns the id of the new draft */
export function addDraft(lesson: LessonDraft, open: Draft['open'] = 'lesson'): string {
  const id = crypto.randomUUID().slice(0, 8);
  keep(id, { ...historyOf(lesson), changedAt: Date.now(), open });
  return id;
}

/** @param field what is changed: typing in one field is one step back */
export function changeDraft(id: string, field: string, change: (draft: LessonDraft) => LessonDraft): void {
  step(id, (draft) => draftChanged(draft, change(draft.draft), field, performance.now()));
}

export function undoDraft(id: string): void {
  step(id, draftUndone);
}

export function redoDraft(id: string): void {
  step(id, draftRedone);
}

export function openInDraft(id: string, open: Draft['open']): void {
  const draft = useDrafts.getState().drafts[id];
  if (draft) keep(id, { ...draft, open });
}

/** @returns brings it back */
export function deleteDraft(id: string): () => void {
  const { [id]: gone, ...drafts } = useDrafts.getState().drafts;
  useDrafts.setState({ drafts });
  try {
    localStorage.removeItem(STORAGE_KEY + id);
  } catch {
    // It was not kept there.
  }
  return () => gone && keep(id, gone);
}

function step(id: string, change: (draft: Draft) => DraftHistory): void {
  const draft = useDrafts.getState().drafts[id];
  if (!draft) return;
  const history = change(draft);
  if (history.draft !== draft.draft) keep(id, { ...draft, ...history, changedAt: Date.now() });
}

function keep(id: string, draft: Draft): void {
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: draft } }));
  try {
    const { draft: lesson, changedAt, open } = draft;
    localStorage.setItem(STORAGE_KEY + id, JSON.stringify({ lesson, changedAt, open }));
  } catch (cause) {
    showProblem(
      new LabError(
        'storage-full',
        'The browser does not keep this lesson.',
        'It stays until the page is closed. Save it as a file, and go on with the file later.',
        { cause },
      ),
    );
  }
}

function storedDrafts(): DraftsState {
  try {
    const steps = stepsOfTab();
    const ids = Object.keys(localStorage)
      .filter((key) => key.startsWith(STORAGE_KEY))
      .map((key) => key.slice(STORAGE_KEY.length));
    const read = ids.flatMap((id) => {
      const draft = readDraft(localStorage.getItem(STORAGE_KEY + id)!);
      return draft ? [[id, { ...draft, ...steps(id, draft.draft) }] as const] : [];
    });
    return { drafts: Object.fromEntries(read), unreadable: ids.length - read.length };
  } catch {
    return { drafts: {}, unreadable: 0 };
  }
}

function readDraft(text: string): Draft | null {
  try {
    const { lesson, changedAt, open } = JSON.parse(text);
    const draft = draftOf(lesson);
    if (!draft) return null;
    return {
      ...historyOf(draft),
      changedAt: typeof changedAt === 'number' ? changedAt : 0,
      open: Number.isInteger(open) && open >= 0 && open < draft.steps.length ? open : 'lesson',
    };
  } catch {
    return null;
  }
}

/** The steps that this tab had before it was reloaded: none of a draft that is another one by now. */
function stepsOfTab(): (id: string, draft: LessonDraft) => Partial<DraftHistory> {
  let kept: Record<string, { past: unknown[]; future: unknown[] }> = {};
  try {
    kept = JSON.parse(sessionStorage.getItem(HISTORY_KEY) ?? '{}');
  } catch {
    // There is no way back then.
  }
  const drafts = (data: unknown) =>
    Array.isArray(data) ? data.map(draftOf).filter((one) => one !== null) : [];
  return (id) =>
    Object.hasOwn(kept, id) ? { past: drafts(kept[id]?.past), future: drafts(kept[id]?.future) } : {};
}

/** What another tab wrote takes the place of what is here, which is a step back; what is open here stays open. */
function withOther(before: Draft, { draft, changedAt }: Draft): Draft {
  const history = draftChanged(before, draft, OTHER_TAB, performance.now());
  const isOpen = before.open === 'lesson' || before.open < draft.steps.length;
  return { ...history, changedAt, open: isOpen ? before.open : 'lesson' };
}

/** Drafts of which a person was told that another tab writes on them. */
const told = new Set<string>();

function tellOther(id: string, own: LessonDraft): void {
  if (told.has(id)) return;
  told.add(id);
  showUndo('Another tab writes on this lesson, too: what it wrote is shown here. Yours is a step back.', () =>
    changeDraft(id, OTHER_TAB, () => own),
  );
}

/** Keeps the steps of this tab for its next load, and follows what other tabs write. To be called once. */
export function rememberDrafts(): () => void {
  const keepSteps = () => {
    try {
      const steps = Object.entries(useDrafts.getState().drafts).map(
        ([id, { past, future }]) => [id, { past: past.slice(-20), future: future.slice(0, 20) }] as const,
      );
      sessionStorage.setItem(HISTORY_KEY, JSON.stringify(Object.fromEntries(steps)));
    } catch {
      // There is no way back then.
    }
  };
  const follow = ({ key, newValue }: StorageEvent) => {
    if (!key?.startsWith(STORAGE_KEY)) return;
    const id = key.slice(STORAGE_KEY.length);
    const { [id]: before, ...others } = useDrafts.getState().drafts;
    const draft = newValue === null ? null : readDraft(newValue);
    const after = draft && before ? withOther(before, draft) : draft;
    useDrafts.setState({ drafts: after ? { ...others, [id]: after } : others });
    if (after && before && after.draft !== before.draft) tellOther(id, before.draft);
  };
  window.addEventListener('pagehide', keepSteps);
  window.addEventListener('storage', follow);
  return () => {
    window.removeEventListener('pagehide', keepSteps);
    window.removeEventListener('storage', follow);
  };
}
