import type { Guess, Lesson } from '../lesson/lesson.ts';
import type { LessonAnswer } from '../lesson/progress.ts';
import { quantile } from '../statistics/moments.ts';
import type { LessonHandIn } from './lesson-hand-in.ts';

/** How the figures of a class lie. */
export interface Spread {
  readonly least: number;
  readonly middle: number;
  readonly most: number;
  /** How many there are. */
  readonly count: number;
}

/** What a class guessed at one step, beside what came out for it. */
export interface StepSpread {
  readonly title: string;
  readonly ask: string;
  /** Each answer with how many gave it, the most frequent first; of texts every one by itself. */
  readonly answers: readonly { readonly text: string; readonly count: number }[];
  /** Of guessed numbers. */
  readonly guessed: Spread | null;
  /** Whether runs of the lesson can show what is right. */
  readonly isMeasured: boolean;
  /** What came out for single students, by the words of the lesson. */
  readonly cameOut: readonly { readonly label: string; readonly spread: Spread }[];
}

/** The steps of a lesson that ask something which somebody answered. */
export function lessonSpread(lesson: Lesson, handedIn: readonly LessonHandIn[]): readonly StepSpread[] {
  return lesson.steps.flatMap(({ title, guess, bars }): StepSpread[] => {
    if (!guess) return [];
    const given = handedIn.flatMap(({ answers }) => (Object.hasOwn(answers, title) ? [answers[title]!] : []));
    if (given.length === 0) return [];
    const figures = [
      ...(guess.kind === 'number' && guess.figure ? [{ label: 'it came to', figure: guess.figure }] : []),
      ...(bars ?? []),
    ];
    const numbers = given.filter((answer) => typeof answer === 'number');
    return [
      {
        ...{ title, ask: guess.ask, answers: counted(guess, given) },
        guessed: guess.kind === 'number' ? spreadOf(numbers) : null,
        isMeasured: figures.length > 0,
        cameOut: figures.flatMap(({ label, figure }) => {
          const spread = spreadOf(handedIn.flatMap((one) => one.figures[figure] ?? []));
          return spread ? [{ label, spread }] : [];
        }),
      },
    ];
  });
}

/** Options that nobody chose are told, too: that is part of the spread. */
function counted(guess: Guess, given: readonly LessonAnswer[]): StepSpread['answers'] {
  const counts = new Map<string, number>(guess.kind === 'choice' ? guess.options.map((one) => [one, 0]) : []);
  for (const answer of given) {
    if (guess.kind === 'number' && typeof answer === 'number') continue;
    const text =
      answer === null ? 'I do not know' : Array.isArray(answer) ? answer.join(' > ') : String(answer);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ text, count })).toSorted((a, b) => b.count - a.count);
}

function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return { least: sorted[0]!, middle: quantile(sorted, 0.5), most: sorted.at(-1)!, count: sorted.length };
}
