import { strFromU8, unzipSync } from 'fflate';
import { LabError } from '../lab-error.ts';
import type { Lesson } from '../lesson/lesson.ts';
import { type LessonData, namedRecipes } from '../lesson/plan.ts';
import { lessonAnswer } from '../lesson/progress.ts';
import { issuesText } from '../object-schema.ts';
import { cellKey } from '../study/run-key.ts';
import { parseStudy, type Study } from '../study/study.ts';
import { z } from '../zod.ts';

const FILE = 'lesson.json';

const handInSchema = z.strictObject({
  kind: z.literal('medmnist-lab-lesson'),
  version: z.literal(1),
  /** Its name in links. */
  lesson: z.string().min(1).max(100),
  title: z.string().min(1).max(500),
  /** Guesses and answers by the title of their step. */
  answers: z.record(z.string(), lessonAnswer),
  /** What the student's runs came to, as `run.figure`: shares and AUCs. */
  figures: z.record(z.string(), z.number()),
});

/** What a student hands in of a lesson, beside the runs. */
export type LessonHandIn = Readonly<Omit<z.infer<typeof handInSchema>, 'kind' | 'version'>>;

/**
 * What a class trains in a lesson, as a study: the runs that the lesson names, each a recipe, on the seed of a student's
 * number. Runs on further seeds, and such as each student chooses, are theirs alone.
 *
 * @throws LabError `bad-lesson` where the lesson names no such run
 */
export function lessonStudy(lesson: Lesson, data: LessonData, number: number): Study {
  const levels: { readonly label: string; readonly set: object }[] = [];
  const known = new Set<string>();
  for (const [label, recipe] of namedRecipes(lesson, data, number)) {
    const { version: _version, seed, ...set } = recipe;
    if (seed !== number || known.has(cellKey(recipe))) continue;
    known.add(cellKey(recipe));
    levels.push({ label, set });
  }
  if (levels.length === 0) {
    throw new LabError(
      'bad-lesson',
      `“${lesson.title}” names no run that a whole class could share.`,
      'Nothing was changed. Choose another lesson.',
    );
  }
  return parseStudy({
    name: lesson.title,
    question: lesson.question,
    ...(levels.length === 1 ? { base: levels[0]!.set } : { factors: [{ name: 'run', levels }] }),
    seeds: [number],
  });
}

/** The texts that make a bundle of {@link lessonStudy} one of a lesson. */
export function lessonTexts(handIn: LessonHandIn): Readonly<Record<string, string>> {
  return { [FILE]: JSON.stringify({ kind: 'medmnist-lab-lesson', version: 1, ...handIn }, null, 2) };
}

/**
 * What a bundle says of a lesson; null where it is one of a study. To be asked after the bundle was read, which makes sure of
 * every file in it.
 *
 * @throws LabError `bad-study`
 */
export function readLessonHandIn(bytes: Uint8Array): LessonHandIn | null {
  const file = unzipSync(bytes, { filter: ({ name }) => name === FILE })[FILE];
  if (!file) return null;
  const result = handInSchema.safeParse(parsed(strFromU8(file)));
  if (!result.success) {
    throw new LabError(
      'bad-study',
      `What it says of a lesson does not fit: ${issuesText(result.error)}`,
      'Ask for it again; nothing was changed.',
    );
  }
  const { kind: _kind, version: _version, ...handIn } = result.data;
  return handIn;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
