import { WORD_LIST } from '../glossary.ts';
import type { Lesson, LessonStep } from './lesson.ts';

export type LessonWord = (typeof WORD_LIST)[number];

/** Of the words of the field that a lesson uses, those that come for the first time in a step, in the order of the text. */
export function newWords({ steps }: Pick<Lesson, 'steps'>, place: number): readonly LessonWord[] {
  const before = steps.slice(0, place).map(textOf).join('\n');
  const here = textOf(steps[place]!);
  return WORD_LIST.flatMap((word) => {
    const form = formOf(word);
    const at = here.search(form);
    return at < 0 || form.test(before) ? [] : [{ word, at }];
  })
    .toSorted((one, other) => one.at - other.at)
    .map(({ word }) => word);
}

/** What a student reads of a step, without the names of figures. */
function textOf({ title, text, guess, until, reveal, bars }: LessonStep): string {
  const options = guess && 'options' in guess ? guess.options : [];
  const parts = [title, text, guess?.ask ?? '', ...options, ...until.map(({ say }) => say), reveal];
  const labels = bars?.map(({ label }) => label) ?? [];
  return [...parts, ...labels].join('\n').replaceAll(/\{\{[^}]*\}\}/g, '…');
}

/** A word stands by itself, with capitals or without. */
function formOf({ word, forms = [] }: LessonWord): RegExp {
  const own = `${word.replace(/ \(.*\)$/, '')}s?`;
  return new RegExp(`(?<![\\p{L}\\d-])(?:${[own, ...forms].join('|')})(?![\\p{L}\\d])`, 'iu');
}
