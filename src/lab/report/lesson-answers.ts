import type { Lesson } from '../lesson/lesson.ts';
import type { LessonProgress } from '../lesson/progress.ts';
import type { AnsweredQuestion } from './lab-report.ts';

/**
 * What a lesson asked, and what was answered: a guess stands as one, with what came of it, a text as the answer. In the
 * order of the steps.
 */
export function lessonAnswers(
  { steps }: Lesson,
  { answers, outcomes }: Pick<LessonProgress, 'answers' | 'outcomes'>,
): readonly AnsweredQuestion[] {
  return steps.flatMap(({ title, guess }): AnsweredQuestion[] => {
    if (!guess || !Object.hasOwn(answers, title)) return [];
    const given = answers[title]!;
    const question = guess.ask;
    if (guess.kind === 'text') {
      return [{ question, guess: null, outcome: null, answer: String(given ?? '') }];
    }
    const text = given === null ? 'I do not know' : Array.isArray(given) ? given.join(', ') : String(given);
    return [{ question, guess: text, outcome: outcomes[title] ?? null, answer: '' }];
  });
}
