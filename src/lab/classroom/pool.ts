import { sha256 } from 'hash-wasm';
import { LabError } from '../lab-error.ts';
import { readBundle, type StudyBundle } from '../study/bundle.ts';
import type { Study } from '../study/study.ts';
import { type LessonHandIn, readLessonHandIn } from './lesson-hand-in.ts';
import { otherRecipes } from './student-study.ts';

/** A file that was handed in, read whole. */
export interface HandedIn {
  readonly name: string;
  /** SHA-256 of the file. */
  readonly hash: string;
  /** Null: it is no whole bundle, as `fault` says. */
  readonly bundle: StudyBundle | null;
  /** What it says of a lesson; null where it is of a study. */
  readonly lesson: LessonHandIn | null;
  readonly fault: string;
}

/** Reads a file and makes sure of it; nothing of it is stored. */
export async function readHandedIn(name: string, bytes: Uint8Array): Promise<HandedIn> {
  const hash = await sha256(bytes);
  try {
    const bundle = await readBundle(bytes);
    return { name, hash, bundle, lesson: readLessonHandIn(bytes), fault: '' };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { name, hash, bundle: null, lesson: null, fault: error.message };
  }
}

/** Why a file does not count. */
export type Refusal = 'altered' | 'wrong' | 'doubled';

export interface Refused {
  readonly name: string;
  readonly why: Refusal;
  /** In words, without a full stop at the end of one sentence. */
  readonly text: string;
}

/** A student whose bundle counts. */
export interface Student {
  readonly file: string;
  /** Their number, which is the seed. */
  readonly number: number;
  readonly bundle: StudyBundle;
  /** What they handed in of a lesson; null where the class trained a study. */
  readonly lesson: LessonHandIn | null;
}

export interface Pool {
  /** What the class trained, on all seeds that count; null where no bundle counts. */
  readonly study: Study | null;
  /** By number. */
  readonly students: readonly Student[];
  /** In the order in which they were handed in. */
  readonly refused: readonly Refused[];
}

/**
 * Which of the bundles count. What the class trained is what was given out, or else what most of them hold: the same
 * recipes, images and version of the lab. One that differs is wrong; one that brings a number, a file or a run which is there
 * already is doubled; one that does not hold what it held when it was saved is altered.
 *
 * @param given the study that was given out; null: what most of the bundles hold
 */
export function poolOf(files: readonly HandedIn[], given: Study | null): Pool {
  const refused = new Map<HandedIn, Omit<Refused, 'name'>>();
  const whole: WholeFile[] = [];
  for (const file of files) {
    if (file.bundle) whole.push({ file, bundle: file.bundle });
    else refused.set(file, { why: 'altered', text: file.fault });
  }
  const fitting = whole.filter(({ file, bundle }) => {
    const text = unusable(bundle, given);
    if (text !== null) refused.set(file, { why: 'wrong', text });
    return text === null;
  });
  const usual = mostCommon(fitting);
  const students: Student[] = [];
  const hashes = new Map<string, string>();
  const numbers = new Map<number, string>();
  const runs = new Map<string, string>();
  for (const one of fitting) {
    const { file, bundle } = one;
    const text = usual && different(usual, one);
    if (text) {
      refused.set(file, { why: 'wrong', text });
      continue;
    }
    const number = bundle.study.seeds[0]!;
    const twin =
      hashes.get(file.hash) ??
      numbers.get(number) ??
      bundle.runs.map(({ record }) => runs.get(record.id)).find((name) => name !== undefined);
    if (twin !== undefined) {
      const what = hashes.has(file.hash)
        ? 'it is the same file as'
        : `the number ${number} is there already, in`;
      refused.set(file, { why: 'doubled', text: `${what} “${twin}”` });
      continue;
    }
    hashes.set(file.hash, file.name);
    numbers.set(number, file.name);
    for (const { record } of bundle.runs) runs.set(record.id, file.name);
    students.push({ file: file.name, number, bundle, lesson: file.lesson });
  }
  students.sort((a, b) => a.number - b.number);
  return {
    study:
      students.length === 0
        ? null
        : {
            ...(given ?? students[0]!.bundle.study),
            name: (given ?? students[0]!.bundle.study).name.replace(/ · student \d+$/, ''),
            seeds: students.map(({ number }) => number),
            rankBy: 'val',
          },
    students,
    refused: files.flatMap((file) => {
      const why = refused.get(file);
      return why ? [{ name: file.name, ...why }] : [];
    }),
  };
}

/** Why a whole bundle cannot be one of the class, whatever the others hold; null where it may. */
function unusable({ study, runs }: StudyBundle, given: Study | null): string | null {
  if (study.seeds.length !== 1) return `it holds ${study.seeds.length} seeds, and a student has one`;
  if (runs.length === 0) return 'no run of it is finished';
  return given && otherRecipes(given, study);
}

/** A file that could be read, with what is in it. */
interface WholeFile {
  readonly file: HandedIn;
  readonly bundle: StudyBundle;
}

/** What bundles of one class have in common. */
function kindOf({ file: { lesson }, bundle: { study, runs } }: WholeFile): string {
  const facts = runs.map(({ record: { dataset, versions } }) => `${dataset.fingerprint} ${versions.lab}`);
  return [...new Set(facts)].sort().join() + JSON.stringify([lesson?.lesson, study.base, study.factors]);
}

/** A bundle of the commonest kind, of equally common ones the first. */
function mostCommon(files: readonly WholeFile[]): WholeFile | null {
  const counts = new Map<string, { readonly one: WholeFile; times: number }>();
  for (const one of files) {
    const kind = kindOf(one);
    const known = counts.get(kind);
    if (known) known.times++;
    else counts.set(kind, { one, times: 1 });
  }
  return (
    [...counts.values()].reduce<{ readonly one: WholeFile; times: number } | null>(
      (most, one) => (most === null || one.times > most.times ? one : most),
      null,
    )?.one ?? null
  );
}

/** In what a bundle is not like the usual one, in words; null where they are alike. */
function different({ file, bundle: usual }: WholeFile, other: WholeFile): string | null {
  const { bundle } = other;
  if (file.lesson?.lesson !== other.file.lesson?.lesson) {
    const given = file.lesson ? `“${file.lesson.title}”` : 'a study';
    return other.file.lesson
      ? `it is of “${other.file.lesson.title}”, the class did ${given}`
      : `it is of a study, the class did ${given}`;
  }
  const recipes = otherRecipes(usual.study, bundle.study);
  if (recipes !== null) return recipes;
  const sets = new Map(usual.runs.map(({ record: { dataset } }) => [dataset.key, dataset.fingerprint]));
  const labs = new Set(usual.runs.map(({ record }) => record.versions.lab));
  for (const { record } of bundle.runs) {
    const { dataset, versions } = record;
    const fingerprint = sets.get(dataset.key);
    if (fingerprint !== undefined && fingerprint !== dataset.fingerprint) {
      return `its images of ${dataset.name} are not those of the class`;
    }
    if (!labs.has(versions.lab))
      return `it was trained by lab ${versions.lab}, the class by ${[...labs].join(', ')}`;
  }
  return null;
}
