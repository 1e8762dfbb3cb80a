import type { Lesson } from '../../lab/lesson/lesson.ts';
import { readLesson } from '../../lab/lesson/read-lesson.ts';
import { LESSON_TEXTS } from '../../lessons/registry.ts';

const read = new Map<string, Lesson>();

export const LESSON_NAMES: readonly string[] = Object.keys(LESSON_TEXTS);

/** The lesson of a name, read once; null where there is none of that name. */
export function lessonNamed(name: string): Lesson | null {
  if (!Object.hasOwn(LESSON_TEXTS, name)) return null;
  const lesson = read.get(name) ?? readLesson(LESSON_TEXTS[name]!);
  read.set(name, lesson);
  return lesson;
}
