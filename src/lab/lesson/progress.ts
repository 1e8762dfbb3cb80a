import { type Recipe, recipeSchema } from '../recipe/recipe.ts';
import { z } from '../zod.ts';
import { DEEDS, type Deed } from './lesson.ts';
import { LESSON_DATA, type LessonData } from './plan.ts';

/** A guess as it was kept: an option, a number, options in their order, or a text. Null: "I do not know". */
export const lessonAnswer = z.union([z.string().max(5000), z.number(), z.array(z.string()).max(6), z.null()]);
export type LessonAnswer = z.infer<typeof lessonAnswer>;

const progressSchema = z.strictObject({
  /** Milliseconds since the epoch: what was done before does not count. */
  startedAt: z.number(),
  data: z.enum(LESSON_DATA),
  /** A student's number in a class, which is their seed; null outside of one. */
  number: z.int().min(1).max(999).nullable().default(null),
  /** Index of the step that is read. */
  step: z.int().min(0),
  /** Titles of the steps that were prepared: their recipe was set, or the threshold. */
  set: z.array(z.string()),
  /** By the title of the step. */
  answers: z.record(z.string(), lessonAnswer),
  /** What is being typed, and not kept yet, by the title of the step. */
  drafts: z.record(z.string(), lessonAnswer),
  /** What came of the guesses, by the title of the step, as it was told when the step was done. */
  outcomes: z.record(z.string(), z.string()).default({}),
  did: z.array(z.enum(Object.keys(DEEDS) as [Deed, ...Deed[]])),
  finishedAt: z.number().nullable(),
  /** The recipe of before, to go back to. */
  before: recipeSchema.nullable().catch(null),
});

export type LessonProgress = Readonly<z.infer<typeof progressSchema>>;

/** By the name of the lesson; what of it cannot be read is dropped, lesson by lesson. */
export function readProgress(data: unknown): Readonly<Record<string, LessonProgress>> {
  const all = z.record(z.string(), z.unknown()).safeParse(data).data ?? {};
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => {
      const { data: progress } = progressSchema.safeParse(value);
      return progress ? [[name, progress]] : [];
    }),
  );
}

export function begun(
  data: LessonData,
  before: Recipe,
  at: number,
  number: number | null = null,
): LessonProgress {
  return {
    ...{ startedAt: at, data, number, step: 0, set: [], answers: {}, drafts: {}, outcomes: {}, did: [] },
    ...{ finishedAt: null, before },
  };
}

/** The guess is kept: another one does not take its place. */
export function withAnswer(progress: LessonProgress, step: string, given: LessonAnswer): LessonProgress {
  if (Object.hasOwn(progress.answers, step)) return progress;
  const { [step]: _kept, ...drafts } = progress.drafts;
  return { ...progress, answers: { ...progress.answers, [step]: given }, drafts };
}

/** What came of a guess: runs that are trained later may take the place of those that it was about. */
export function withOutcome(progress: LessonProgress, step: string, outcome: string): LessonProgress {
  if (progress.outcomes[step] === outcome) return progress;
  return { ...progress, outcomes: { ...progress.outcomes, [step]: outcome } };
}

export function withDeed(progress: LessonProgress, deed: Deed): LessonProgress {
  return progress.did.includes(deed) ? progress : { ...progress, did: [...progress.did, deed] };
}

export function withoutDeed(progress: LessonProgress, deed: Deed): LessonProgress {
  return { ...progress, did: progress.did.filter((done) => done !== deed) };
}

export function withSet(progress: LessonProgress, step: string): LessonProgress {
  return progress.set.includes(step) ? progress : { ...progress, set: [...progress.set, step] };
}
