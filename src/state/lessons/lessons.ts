import type { Lesson } from '../../lab/lesson/lesson.ts';
import { readLesson } from '../../lab/lesson/read-lesson.ts';
import { LESSON_TEXTS } from '../../lessons/registry.ts';
import { useDrafts } from '../workshop/drafts.ts';
import { useTaken } from './taken.ts';

const read = new Map<string, Lesson>();

export const LESSON_NAMES: readonly string[] = Object.keys(LESSON_TEXTS);

/** A lesson that is being written, under the name that its preview has. */
const DRAFT = 'draft-';

export function previewName(draft: string): string {
  return DRAFT + draft;
}

/** The lesson of a name, one of the lab's own read once; null where there is none of that name. */
export function lessonNamed(name: string): Lesson | null {
  if (name.startsWith(DRAFT)) return useDrafts.getState().drafts[name.slice(DRAFT.length)]?.draft ?? null;
  const { lessons } = useTaken.getState();
  if (Object.hasOwn(lessons, name)) return lessons[name]!;
  if (!Object.hasOwn(LESSON_TEXTS, name)) return null;
  const lesson = read.get(name) ?? readLesson(LESSON_TEXTS[name]!);
  read.set(name, lesson);
  return lesson;
}
