import { expect, it } from 'vitest';
import type { RunFigures } from './figures.ts';
import { lessonSchema } from './lesson.ts';
import { outcomeOf } from './outcome.ts';

const STEPS = [
  {
    title: 'a',
    text: '',
    guess: { kind: 'number', ask: 'How much?', least: 0, most: 1, figure: 'plain.auc' },
    reveal:
      'The AUC is **{{plain.auc}}**,\nof the *best* epoch; see [the curve](https://lab.example/).\n\n- one\n- `two`\n  lines',
    bars: [
      { label: 'plain', figure: 'plain.auc' },
      { label: 'steps', figure: 'plain.accuracy' },
    ],
  },
  { title: 'b', text: '', guess: { kind: 'choice', ask: 'Which?', options: ['x', 'y'] }, reveal: 'x.' },
  { title: 'c', text: '', guess: { kind: 'text', ask: 'Why?' }, reveal: 'One good answer.' },
  { title: 'd', text: '', reveal: 'Nobody guessed.' },
];
const [number, choice, text, none] = lessonSchema.shape.steps.parse(STEPS);
const figures = new Map([['plain', { summary: { val: { auc: 0.75, acc: 0.5 } } } as unknown as RunFigures]]);

it('is the figure, what the step tells without its marks, and its bars', () => {
  expect(outcomeOf(number!, figures)?.split('\n')).toEqual([
    'It came to 0.750.',
    'The AUC is 0.750, of the best epoch; see the curve.',
    '- one',
    '- two lines',
    '- plain: 0.750',
    '- steps: 0.500',
  ]);
  expect(outcomeOf(choice!, new Map())).toBe('x.');
});

it('is not known where nobody guesses, and before its figures are', () => {
  expect(outcomeOf(number!, new Map())).toBeNull();
  expect(outcomeOf(text!, figures)).toBeNull();
  expect(outcomeOf(none!, figures)).toBeNull();
});
