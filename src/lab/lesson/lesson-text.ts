import { z } from '../zod.ts';

/** What a lesson says comes from whoever wrote it, and is read as Markdown at each step: so long may it be. */
const MOST_WORDS = 1000;
const MOST_TEXT = 10_000;

/** Quotes and lists within each other: a reader of Markdown takes ever longer with each, and a person sees none beyond a few. */
const NESTED = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){12}/m;

const unix = (text: string) => text.replaceAll('\r\n', '\n').trim();
const isFlat = (text: string) => !NESTED.test(text);
const TOO_DEEP = 'Quotes or lists lie too deep within each other.';

/** What is said of a field that is still to be written. */
export const EMPTY = 'Something has to stand here.';

/** A text of one or a few lines, which has to say something. */
export const words = z
  .string()
  .overwrite(unix)
  .min(1, EMPTY)
  .max(MOST_WORDS, `At most ${MOST_WORDS} letters.`)
  .refine(isFlat, TOO_DEEP);

/** Markdown without HTML, of any number of lines. */
export const lessonText = z
  .string()
  .overwrite(unix)
  .max(MOST_TEXT, `At most ${MOST_TEXT} letters.`)
  .refine(isFlat, TOO_DEEP);
