import { LabError } from '../lab-error.ts';
import { issuesText } from '../object-schema.ts';
import { z } from '../zod.ts';

/** How the axes of an array of images are read: N images, depth, height, width, channels. */
export const AXES = ['NHW', 'NHWC', 'NCHW', 'NDHW', 'NDHWC', 'NCDHW'] as const;
export type Axes = (typeof AXES)[number];

/** What may be wrong with single images, so that a person decides whether the rest is taken without them. */
export const PROBLEM_KINDS = [
  'not-a-number',
  'broken',
  'same-name',
  'unsafe-path',
  'no-label',
  'no-file',
  'other-shape',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** The greys that become 0 and 255; what lies outside is cut off. */
const greys = z
  .strictObject({ low: z.number(), high: z.number() })
  .refine(({ low, high }) => low < high, { error: 'low must be below high' });

const share = z.number().min(0.01).max(0.6);

/** How the parts are drawn that the files do not name: shares of the whole. */
const draw = z.strictObject({
  val: share,
  test: share,
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
});

/** What tells which images belong together, so that no patient is on two sides. */
const group = z.union([
  z.strictObject({ column: z.string().min(1) }),
  z.strictObject({ pattern: z.string().min(1).max(200) }),
  z.null(),
]);

/** All that decides what an import makes of its files. Raise the version where the same options come to mean another. */
const resolved = z.strictObject({
  version: z.literal(1),
  axes: z.enum(AXES),
  window: greys,
  colour: z.enum(['grey', 'colour']),
  square: z.enum(['pad', 'crop', 'stretch']),
  /** Edge in pixels; `own` keeps the longer edge as it is (the shorter one where cropped). */
  size: z.union([z.literal(28), z.literal(64), z.literal(128), z.literal(224), z.literal('own')]),
  /** The column of a table that holds the labels; null for folders, and for arrays. */
  labelColumn: z.string().nullable(),
  labels: z.enum(['classes', 'labels']),
  parts: z.enum(['keep', 'redraw']),
  draw,
  group,
  leaveOut: z.array(z.enum(PROBLEM_KINDS)),
  leaveOutClasses: z.array(z.string()),
  /** `slices` makes volumes of numbered files, and of files with several pages. */
  volumes: z.enum(['single', 'slices']),
});

export type ImportOptions = z.infer<typeof resolved>;
export const importOptionsSchema: z.ZodType<ImportOptions> = resolved;

/** What a person says; the rest is chosen by what is found. */
const given = resolved
  .extend({
    window: z.union([greys, z.enum(['full', 'found', 'percentiles'])]),
    draw: draw.partial(),
  })
  .partial();

export type GivenImportOptions = z.infer<typeof given>;

/**
 * Options from a file or from the window.
 *
 * @throws LabError `bad-import`
 */
export function parseImportOptions(data: unknown): GivenImportOptions {
  const parsed = given.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new LabError(
    'bad-import',
    `These import options cannot be used: ${issuesText(parsed.error)}.`,
    'Nothing was taken. The window of the import writes a file of options that can.',
  );
}
