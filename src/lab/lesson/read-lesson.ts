import { parse } from 'yaml';
import { LabError } from '../lab-error.ts';
import { z } from '../zod.ts';
import { type Lesson, lessonSchema } from './lesson.ts';

/** `---`, the head in YAML, `---`. */
const HEAD = /^---\n([\s\S]*?)\n---\n/;
/** The block of a step, in YAML: the last thing in it. */
const BLOCK = /\n```lesson\n([\s\S]*?)\n?```\s*$/;

/** More letters than any lesson that a person writes. */
export const MOST_LESSON_LENGTH = 200_000;

/**
 * Reads a lesson from Markdown: a head in YAML, then a heading `## …` for each step, its text, and at its end, where the step
 * does more than tell, a fenced block `lesson` in YAML. Nothing in it is run.
 *
 * @throws LabError `bad-lesson`, naming the step and the field
 */
export function readLesson(source: string): Lesson {
  const result = lessonSchema.safeParse(partsOf(source));
  if (result.success) return result.data;
  throw badLesson(z.prettifyError(result.error).replaceAll('\n', ' '), result.error);
}

/** The fields that the text of a lesson has, whether they fit or not. @throws LabError `bad-lesson` where it is none */
export function partsOf(source: string): object {
  const text = source.replaceAll('\r\n', '\n');
  if (text.length > MOST_LESSON_LENGTH) throw badLesson('it is longer than any lesson');
  const head = HEAD.exec(text);
  if (!head) throw badLesson('it does not begin with a head between two lines of ---');
  const steps = text
    .slice(head[0].length)
    .split(/^## /m)
    .slice(1)
    .map((part) => stepOf(part));
  return { ...yaml(head[1]!, 'its head'), steps };
}

function stepOf(part: string): object {
  const [title = '', ...lines] = part.split('\n');
  const body = `\n${lines.join('\n')}`;
  const block = BLOCK.exec(body);
  const text = (block ? body.slice(0, block.index) : body).trim();
  return { ...(block ? yaml(block[1]!, `the block of "${title.trim()}"`) : {}), title: title.trim(), text };
}

function yaml(text: string, place: string): object {
  try {
    // An alias can be made to grow without end.
    const value: unknown = parse(text, { maxAliasCount: 0, logLevel: 'error' });
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('no fields');
    return value;
  } catch (cause) {
    throw badLesson(`${place} is no YAML: ${(cause as Error).message.split('\n')[0]}`, cause);
  }
}

export function badLesson(
  what: string,
  cause?: unknown,
  remedy = 'Nothing was changed. Correct the file, and open it again.',
): LabError {
  return new LabError('bad-lesson', `The lesson does not fit: ${what}.`, remedy, { cause });
}
