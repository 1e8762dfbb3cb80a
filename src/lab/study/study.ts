import { LabError } from '../lab-error.ts';
import { z } from '../zod.ts';

/** Raise when the meaning of a field changes, and teach {@link MIGRATIONS} the way. */
export const STUDY_VERSION = 1;

/** Characters of a name. */
export const MOST_NAME = 120;

/** More runs than this are a mistake in the file. */
export const MOST_RUNS = 5000;

/** Changes of a recipe by dotted path, as `--set path=value` makes them. */
const patch = z.record(z.string().min(1), z.json());

/** What a subset factor switches on and off, each by itself. */
export const SWITCHES = [
  'flip',
  'rotation',
  'shift',
  'elastic',
  'invert',
  'intensity',
  'noise',
  'normalise',
] as const;

const factor = z.union([
  z
    .strictObject({
      name: z.string().min(1),
      levels: z
        .array(z.strictObject({ label: z.string().min(1), set: patch }))
        .min(1)
        .max(64),
    })
    .meta({ description: 'Named levels, each with what it changes.' }),
  z
    .strictObject({
      name: z.string().min(1).optional(),
      field: z.string().min(1),
      values: z.array(z.json()).min(1).max(64),
    })
    .meta({ description: 'The values of one field.' }),
  z
    .strictObject({ subsets: z.array(z.enum(SWITCHES)).min(1).max(6) })
    .meta({ description: 'All 2ⁿ subsets of these, each a factor of its own.' }),
]);

/**
 * A factorial over any fields of the recipe, times seeds. Everything that decides what is trained, and how it is
 * ranked; which runs are done is the state's business.
 */
export const studySchema = z.strictObject({
  version: z.literal(STUDY_VERSION).default(STUDY_VERSION),
  name: z.string().min(1).max(MOST_NAME),
  /** What the study is to find out, in one sentence. */
  question: z.string().max(1000).default(''),
  /** Fields that all cells share, as a partial recipe. */
  base: z.record(z.string(), z.json()).default({}),
  factors: z.array(factor).max(8).default([]),
  seeds: z
    .array(
      z
        .int()
        .min(0)
        .max(2 ** 31 - 1),
    )
    .min(1)
    .max(1000)
    .default([1, 2, 3]),
  /** Levels of the cell that the others are compared with; on each data set the first that agrees in most of them. */
  baseline: z.record(z.string(), z.string()).default({}),
  /** `test` is a pitfall: whatever is chosen by the test part has no honest score left. */
  rankBy: z.enum(['val', 'test']).default('val'),
});

export type Study = z.infer<typeof studySchema>;
export type FactorSpec = Study['factors'][number];
/** A study as a person writes it: what has a default may be left out. */
export type StudyInput = z.input<typeof studySchema>;

/** Step from version n to n + 1, by n. */
const MIGRATIONS: Readonly<Record<number, (data: object) => object>> = {};

/**
 * Reads a study from data of any origin: a file, a link, storage.
 *
 * @throws LabError `bad-study`, naming the fields
 */
export function parseStudy(data: unknown): Study {
  const result = parsed(migrated(data));
  if (!result.success) {
    throw badStudy(`The study does not fit: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`);
  }
  const { seeds } = result.data;
  if (new Set(seeds).size < seeds.length) throw badStudy('The study names a seed twice.');
  return result.data;
}

function parsed(data: unknown) {
  try {
    return studySchema.safeParse(data);
  } catch (cause) {
    // Values of a field may be nested; those of a recipe never are so deeply that they exhaust the stack.
    throw badStudy('The study does not fit: it is nested too deeply.', cause);
  }
}

function migrated(data: unknown): unknown {
  let current = data;
  for (;;) {
    const version = (current as { version?: unknown } | null)?.version;
    if (typeof version !== 'number' || version === STUDY_VERSION) return current;
    const step = MIGRATIONS[version];
    if (!step) {
      throw badStudy(`The study is of version ${version}; this lab reads version ${STUDY_VERSION}.`);
    }
    current = step(current as object);
  }
}

export function badStudy(message: string, cause?: unknown): LabError {
  return new LabError('bad-study', message, 'Correct the study; runs that are done are kept.', { cause });
}
