import { create } from 'zustand';
import { objectSchema } from '../../lab/object-schema.ts';
import { type AnsweredQuestion, answeredQuestions } from '../../lab/report/lab-report.ts';
import { z } from '../../lab/zod.ts';

/** What a person wrote for the report. */
export interface ReportNotes {
  readonly author: string;
  readonly questions: readonly AnsweredQuestion[];
}

const STORAGE_KEY = 'lab-report-notes';

/** Asked where no lesson asks anything. */
const QUESTIONS = [
  'What did you change, and why?',
  'What did you expect, before anything was trained?',
  'What came out, and how sure can you be?',
];

const EMPTY: ReportNotes = {
  author: '',
  questions: QUESTIONS.map((question) => ({ question, guess: null, outcome: null, answer: '' })),
};

const stored = objectSchema<ReportNotes>({
  author: z.string(),
  questions: answeredQuestions,
});

/** Kept over a reload: what was written is nowhere else. */
export const useReportNotes = create<ReportNotes>(() => lastNotes());

export function changeNotes(change: Partial<ReportNotes>): void {
  useReportNotes.setState(change);
  try {
    const { author, questions } = useReportNotes.getState();
    localStorage.setItem(STORAGE_KEY, JSON.stringify({ author, questions }));
  } catch {
    // Storage is full or switched off: it is kept until the page is closed.
  }
}

export function changeQuestion(place: number, change: Partial<AnsweredQuestion>): void {
  const { questions } = useReportNotes.getState();
  changeNotes({ questions: questions.map((one, at) => (at === place ? { ...one, ...change } : one)) });
}

/** Adds questions; to those that are there already what came of them. */
export function addQuestions(added: readonly AnsweredQuestion[]): void {
  const { questions } = useReportNotes.getState();
  const known = new Set(questions.map(({ question }) => question));
  const outcomes = new Map(added.map(({ question, outcome }) => [question, outcome]));
  changeNotes({
    questions: [
      ...added.filter(({ question }) => !known.has(question)),
      ...questions.map((one) => ({ ...one, outcome: outcomes.get(one.question) ?? one.outcome })),
    ],
  });
}

/** Only what was answered, or guessed, is handed in. */
export function answered({ questions }: ReportNotes): readonly AnsweredQuestion[] {
  return questions.filter(
    ({ question, guess, answer }) => question.trim() !== '' && (answer.trim() !== '' || guess !== null),
  );
}

function lastNotes(): ReportNotes {
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return stored.safeParse(text === null ? null : JSON.parse(text)).data ?? EMPTY;
  } catch {
    return EMPTY;
  }
}
