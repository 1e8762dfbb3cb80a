import { objectSchema } from '../object-schema.ts';
import type { RunRecord } from '../run-record.ts';
import type { Interval } from '../statistics/intervals.ts';
import type { Study } from '../study/study.ts';
import { z } from '../zod.ts';
import type { PartLook } from './look-at-part.ts';

/** What a student was asked, expected and found: of a lesson, or written by hand. */
export interface AnsweredQuestion {
  readonly question: string;
  /** What was expected before anything was trained; null: nobody asked. */
  readonly guess: string | null;
  /** What came of it, in lines; null: not known. */
  readonly outcome: string | null;
  readonly answer: string;
}

export const answeredQuestions: z.ZodType<readonly AnsweredQuestion[]> = z.array(
  objectSchema<AnsweredQuestion>({
    question: z.string(),
    guess: z.string().nullable().default(null),
    outcome: z.string().nullable().default(null),
    answer: z.string(),
  }),
);

/** A figure as the report holds it. */
export interface ReportFigure {
  /** Of its files, without an extension. */
  readonly file: string;
  readonly title: string;
  /** How to read it; a sentence or two. */
  readonly note: string;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** A run as it may be shown: a record whose test part is sealed has no test scores, and its looks are of val alone. */
export interface ReportedRun {
  /** A, B, C, … */
  readonly letter: string;
  readonly name: string;
  readonly record: RunRecord;
  /** Of the cross-fitted val AUC, which runs are compared by. */
  readonly rankingInterval: Interval | null;
  /** How its thresholds were chosen. */
  readonly rule: string;
  readonly looks: readonly PartLook[];
  readonly figures: readonly ReportFigure[];
}

export interface ReportedStudy {
  readonly study: Study;
  /** Verdict and tables, as Markdown. */
  readonly text: string;
  /** Of each set what is said in words: the same as in the Markdown. */
  readonly verdicts: readonly {
    readonly name: string;
    readonly headline: string;
    readonly details: readonly string[];
  }[];
  /** Tables by the name of their file. */
  readonly tables: Readonly<Record<string, string>>;
  readonly figures: readonly ReportFigure[];
}

/** A lab report: everything that is written down and handed in. */
export interface LabReport {
  readonly title: string;
  /** Who hands it in; may be empty. */
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
  /** In which the report was made. */
  readonly browser: string;
  /** Version of the lab that made the report. */
  readonly lab: string;
  readonly questions: readonly AnsweredQuestion[];
  readonly study: ReportedStudy | null;
  /** In the order of their letters. */
  readonly runs: readonly ReportedRun[];
  /** Finished runs of the study in all, where `runs` may hold fewer. */
  readonly finishedRuns: number;
  /** Of all runs together. */
  readonly curves: readonly ReportFigure[];
}

/** Every figure of a report, each once. */
export function figuresOf({ study, curves, runs }: LabReport): readonly ReportFigure[] {
  return [...(study?.figures ?? []), ...curves, ...runs.flatMap(({ figures }) => figures)];
}
