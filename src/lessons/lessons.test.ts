import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCatalogueEntry } from '../lab/catalogue/catalogue.ts';
import { lessonFaults } from '../lab/lesson/faults.ts';
import { PLACE_NAMES } from '../lab/lesson/places.ts';
import { readLesson } from '../lab/lesson/read-lesson.ts';
import { LESSON_TEXTS } from './registry.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SOURCE = fileURLToPath(new URL('..', import.meta.url));

const LESSONS = Object.entries(LESSON_TEXTS).map(([name, text]) => [name, readLesson(text)] as const);

describe('the lessons', () => {
  it('are all in the registry, by the names of their files', () => {
    const files = readdirSync(HERE).filter((name) => name.endsWith('.md'));
    const texts = files.map((name) => [name.slice(0, -3), readFileSync(join(HERE, name), 'utf8')]);
    expect(LESSON_TEXTS).toEqual(Object.fromEntries(texts));
  });

  it.each(LESSONS)('fit together: %s', (_, lesson) => {
    expect(lessonFaults(lesson)).toEqual([]);
    expect(new Set(LESSONS.map(([, { title }]) => title)).size).toBe(LESSONS.length);
  });

  it.each(LESSONS)(
    'ask before they train, show figures of the run, and end with what can be said: %s',
    (_, lesson) => {
      expect(lesson.minutes).toBeLessThanOrEqual(3);
      expect(lesson.steps.some(({ guess }) => guess && guess.kind !== 'text')).toBe(true);
      expect(lesson.steps.some(({ reveal }) => reveal.includes('{{'))).toBe(true);
      expect(lesson.steps.some(({ point }) => point)).toBe(true);
      expect(lesson.steps.at(-1)!.title).toBe('What you can now say');
      if (lesson.data.real) expect(findCatalogueEntry(lesson.data.real.id)).toBeDefined();
    },
  );
});

it('every place that a lesson may point at is marked on the page', () => {
  const texts = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => readFileSync(join(SOURCE, name), 'utf8'));
  const marked = texts.flatMap((text) =>
    [...text.matchAll(/(?:data-place|place)="([a-z.-]+)"/g)].map(([, name]) => name!),
  );
  expect(marked.filter((name) => (PLACE_NAMES as readonly string[]).includes(name)).toSorted()).toEqual(
    PLACE_NAMES.toSorted(),
  );
});
