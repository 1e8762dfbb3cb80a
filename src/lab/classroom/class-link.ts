import type { Lesson } from '../lesson/lesson.ts';
import { lessonWord } from '../lesson/link.ts';
import { LESSON_DATA, type LessonData } from '../lesson/plan.ts';
import { studyToLink } from '../study/link.ts';
import type { Study } from '../study/study.ts';

/**
 * What stands after `#` in the link of a class: each student says their number, or has a link with it.
 *
 * @param number null: the page asks for it
 */
export function classHash(study: Study, number: number | null): string {
  // Seeds are the students' numbers, so they are not given out.
  const word = studyToLink({ ...study, seeds: [1], rankBy: 'val' });
  return `#/classroom?given=${word}${number === null ? '' : `&number=${number}`}`;
}

/** What stands before the name of a lesson; no word of a study has it. */
const LESSON = 'lesson~';

/** Stands in place of a name where the lesson itself follows. */
const WHOLE = 'whole';

/** A lesson that a class is given: by the name of one of the lab's own, or whole. */
export type ClassLesson = { readonly name: string } | { readonly lesson: Lesson };

/**
 * The same for a lesson or a lab.
 *
 * @param number null: the page asks for it
 */
export function lessonClassHash(given: ClassLesson, data: LessonData, number: number | null): string {
  const word = 'name' in given ? given.name : `${WHOLE}~${lessonWord(given.lesson)}`;
  return `#/classroom?given=${LESSON}${data}~${word}${number === null ? '' : `&number=${number}`}`;
}

/** What the word of a link says of the lesson that a class is given: a name, or the word of a whole one; null: it is a study. */
export type LessonGiven = ({ readonly name: string } | { readonly word: string }) & {
  readonly data: LessonData;
};

export function lessonGiven(word: string): LessonGiven | null {
  if (!word.startsWith(LESSON)) return null;
  const [data, first, ...rest] = word.slice(LESSON.length).split('~');
  const known = LESSON_DATA.find((choice) => choice === data);
  if (!known) return null;
  return first === WHOLE ? { word: rest.join('~'), data: known } : { name: first ?? '', data: known };
}

/** The word in a link of a class, of its study or lesson, and the number, if it has one; null where the text is no such link. */
export function readClassLink(
  text: string,
): { readonly word: string; readonly number: number | null } | null {
  const word = /[?&]given=([\w~-]+)/.exec(text)?.[1];
  if (!text.includes('#/classroom') || word === undefined) return null;
  const number = /[?&]number=(\d{1,3})(?!\d)/.exec(text)?.[1];
  return { word, number: number === undefined ? null : Number(number) };
}
