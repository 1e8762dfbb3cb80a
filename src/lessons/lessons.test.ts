import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCatalogueEntry } from '../lab/catalogue/catalogue.ts';
import { lessonFaults } from '../lab/lesson/faults.ts';
import { PLACE_NAMES } from '../lab/lesson/places.ts';
import { LESSON_DATA, recipesOfLesson } from '../lab/lesson/plan.ts';
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
      expect(lesson.minutes).toBeLessThanOrEqual(lesson.kind === 'lab' ? 60 : 3);
      expect(lesson.kind === 'lab' || !lesson.data.real || lesson.data.real.time).toBeTruthy();
      expect(lesson.steps.some(({ guess }) => guess && guess.kind !== 'text')).toBe(true);
      expect(lesson.steps.some(({ reveal }) => reveal.includes('{{'))).toBe(true);
      expect(lesson.steps.some(({ point }) => point)).toBe(true);
      expect(lesson.steps.at(-1)!.title).toBe('What you can now say');
      const real = [lesson.data, ...lesson.data.others].flatMap((set) => set.real ?? []);
      for (const { id } of real) expect(findCatalogueEntry(id)).toBeDefined();
    },
  );

  it.each(LESSONS)(
    'answer every guess in its own step, or say where the answer is to come: %s',
    (_, lesson) => {
      const open = lesson.steps.filter(
        ({ guess, reveal }) => guess && guess.kind !== 'text' && !reveal.trim(),
      );
      expect(open.map(({ title }) => title)).toEqual([]);
    },
  );

  it('ask each question once, as the report keeps answers by their question', () => {
    const asked = LESSONS.flatMap(([, { steps }]) => steps.flatMap(({ guess }) => guess?.ask ?? []));
    expect(asked).toEqual([...new Set(asked)]);
  });

  it('train on the phantom and on the real set what their steps ask for', () => {
    const runs = LESSONS.map(([name, lesson]) => [
      name,
      ...LESSON_DATA.map((data) => recipesOfLesson(lesson, data).length),
    ]);
    expect(Object.fromEntries(runs.map(([name, ...counts]) => [name, counts]))).toMatchObject({
      accuracy: [1, 1],
      augmentation: [8, 8],
      'lab-skin-augmentation': [15, 15],
      'lab-skin-baseline': [6, 6],
      'lab-pneumonia-threshold': [2, 2],
      'lab-seed-study': [31, 31],
      'lab-deep-auc': [20, 20],
    });
  });
});

it('every place that a lesson may point at is marked on the page', () => {
  const texts = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => readFileSync(join(SOURCE, name), 'utf8'));
  const marked = texts.flatMap((text) =>
    // Not where a place is looked for.
    [...text.matchAll(/(?<![\w[-])(?:data-place|place)="([a-z.-]+)"/g)].map(([, name]) => name!),
  );
  // Of a set with many classes other parts stand in one place.
  const places = new Set(marked.filter((name) => (PLACE_NAMES as readonly string[]).includes(name)));
  expect([...places].toSorted()).toEqual(PLACE_NAMES.toSorted());
});
