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

/** The word of the study in a link of a class, and the number, if it has one; null where the text is no such link. */
export function readClassLink(
  text: string,
): { readonly word: string; readonly number: number | null } | null {
  const word = /[?&]given=([\w-]+)/.exec(text)?.[1];
  if (!text.includes('#/classroom') || word === undefined) return null;
  const number = /[?&]number=(\d{1,3})(?!\d)/.exec(text)?.[1];
  return { word, number: number === undefined ? null : Number(number) };
}
