import { create } from 'zustand';
import { type LessonProgress, readProgress } from '../../lab/lesson/progress.ts';

const STORAGE_KEY = 'lab-lessons';

interface LessonsState {
  /** By the name of the lesson; absent where it was not begun. */
  readonly progress: Readonly<Record<string, LessonProgress>>;
  /** The lesson that was opened by a press on this page, and has not shown itself yet. */
  readonly opening: string | null;
}

/** How far each lesson is done, with the answers: kept at every change, so that neither a reload nor a crash loses any. */
export const useLessons = create<LessonsState>(() => ({ progress: stored(), opening: null }));

/** To be called where a press opens a lesson: it takes the focus then, which a link from elsewhere does not ask for. */
export function announceOpening(name: string): void {
  useLessons.setState({ opening: name });
}

/** Whether the lesson was opened by a press; once. */
export function takeOpening(name: string): boolean {
  const isOpening = useLessons.getState().opening === name;
  if (isOpening) useLessons.setState({ opening: null });
  return isOpening;
}

/** @param change null: the lesson was not begun */
export function changeLesson(
  name: string,
  change: (progress: LessonProgress | null) => LessonProgress | null,
): void {
  const before = useLessons.getState().progress[name] ?? null;
  const after = change(before);
  if (after === before) return;
  // Another tab may be in another lesson.
  const { [name]: _own, ...others } = { ...useLessons.getState().progress, ...stored() };
  const progress = after ? { ...others, [name]: after } : others;
  useLessons.setState({ progress });
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(progress));
  } catch {
    // Storage is full or switched off: the lesson goes on, and is not there on the next visit.
  }
}

/** Of a lesson that was begun. */
export function changeProgress(name: string, change: (progress: LessonProgress) => LessonProgress): void {
  changeLesson(name, (progress) => progress && change(progress));
}

function stored(): LessonsState['progress'] {
  try {
    return readProgress(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}'));
  } catch {
    return {};
  }
}
