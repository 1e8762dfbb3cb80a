import { deflateSync, inflateSync, strToU8 } from 'fflate';
import { fromWord, toWord } from '../recipe/link-text.ts';
import type { Lesson } from './lesson.ts';
import { badLesson, MOST_LESSON_LENGTH, readLesson } from './read-lesson.ts';
import { writeLesson } from './write-lesson.ts';

/** Letters of a whole link: mail and chat cut off longer ones. A lesson that needs more goes out as a file. */
export const LONGEST_LESSON_LINK = 8192;

const ASK_AGAIN = 'Nothing was changed. Ask for the link again, or for the lesson as a file.';

/** What stands after `#` in the link to a lesson. */
export function lessonHash(lesson: Lesson): string {
  return `#/learn?shared=${lessonWord(lesson)}`;
}

/** The text of a lesson, deflated, as one word. */
export function lessonWord(lesson: Lesson): string {
  return toWord(deflateSync(strToU8(writeLesson(lesson)), { level: 9 }));
}

/** The lesson of the word in such a link. @throws LabError `bad-lesson` where it is damaged, or too long */
export function lessonFromWord(word: string): Lesson {
  return readLesson(textOf(word));
}

function textOf(word: string): string {
  if (word.length > LONGEST_LESSON_LINK)
    throw badLesson('its link is longer than any of a lesson', undefined, ASK_AGAIN);
  try {
    // What would grow beyond the longest lesson (a letter has three bytes at most) is read so far, and refused as too long.
    const bytes = inflateSync(fromWord(word), { out: new Uint8Array(3 * (MOST_LESSON_LENGTH + 1)) });
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw badLesson('its link is damaged, or was cut off', cause, ASK_AGAIN);
  }
}
