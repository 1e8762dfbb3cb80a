import { expect, it } from 'vitest';
import { type Lesson, lessonSchema } from '../lesson/lesson.ts';
import { lessonAnswers } from './lesson-answers.ts';

const step = (title: string, guess: object) => ({ title, text: '', guess });

const STEPS = [
  step('a', { kind: 'choice', ask: 'Which?', options: ['x', 'y'] }),
  step('b', { kind: 'order', ask: 'In which order?', options: ['x', 'y'] }),
  step('c', { kind: 'text', ask: 'Why?' }),
  step('d', { kind: 'number', ask: 'How much?', least: 0, most: 1 }),
].map((one) => lessonSchema.shape.steps.parse([one])[0]!);

it('guesses stand as guesses, texts as answers, and what was not asked yet is left out', () => {
  const lesson = { steps: STEPS } as unknown as Lesson;
  expect(
    lessonAnswers(lesson, {
      answers: { a: 'y', b: ['y', 'x'], c: 'Because.' },
      outcomes: { a: 'It was x.' },
    }),
  ).toEqual([
    { question: 'Which?', guess: 'y', outcome: 'It was x.', answer: '' },
    { question: 'In which order?', guess: 'y, x', outcome: null, answer: '' },
    { question: 'Why?', guess: null, outcome: null, answer: 'Because.' },
  ]);
  expect(lessonAnswers(lesson, { answers: { d: null }, outcomes: {} })[0]!.guess).toBe('I do not know');
});
