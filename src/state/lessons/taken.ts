import { create } from 'zustand';
import type { Lesson } from '../../lab/lesson/lesson.ts';
import { readLesson } from '../../lab/lesson/read-lesson.ts';
import { writeLesson } from '../../lab/lesson/write-lesson.ts';
import { textHash } from '../../lab/recipe/canonical.ts';
import { z } from '../../lab/zod.ts';

const STORAGE_KEY = 'lab-lessons-taken';
/** Names of lessons that came as a link or a file: none of the lab's own begins so. */
const TAKEN = 'taken-';

const stored = z.record(z.string().startsWith(TAKEN), z.string());

/** Lessons of others that a person began, by the names that they have here. */
export const useTaken = create<{ readonly lessons: Readonly<Record<string, Lesson>> }>(() => ({
  lessons: storedLessons(),
}));

/** The name under which a lesson is taken in: that of its text, so that it is the same for a whole class. */
export function takenName(lesson: Lesson): string {
  return TAKEN + textHash(writeLesson(lesson));
}

/**
 * Takes a lesson in under a name of its own, so that it shares progress with no other; the same lesson again keeps its name.
 *
 * @returns the name
 */
export function takeLesson(lesson: Lesson): string {
  const name = takenName(lesson);
  const { lessons } = useTaken.getState();
  if (!Object.hasOwn(lessons, name)) change({ ...lessons, [name]: lesson });
  return name;
}

/** @returns brings it back */
export function dropLesson(name: string): () => void {
  const { [name]: gone, ...lessons } = useTaken.getState().lessons;
  change(lessons);
  return () => gone && change({ ...useTaken.getState().lessons, [name]: gone });
}

function change(lessons: Readonly<Record<string, Lesson>>): void {
  useTaken.setState({ lessons });
  try {
    const texts = Object.entries(lessons).map(([name, lesson]) => [name, writeLesson(lesson)]);
    localStorage.setItem(STORAGE_KEY, JSON.stringify(Object.fromEntries(texts)));
  } catch {
    // Storage is full or switched off: the lesson goes on, and its link or file opens it again.
  }
}

function storedLessons(): Readonly<Record<string, Lesson>> {
  try {
    const texts = stored.parse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}'));
    return Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) => {
        try {
          return [[name, readLesson(text)] as const];
        } catch {
          return [];
        }
      }),
    );
  } catch {
    return {};
  }
}
