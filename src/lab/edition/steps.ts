import { z } from '../zod.ts';
import type { Edition } from './edition.ts';
import { labelRow } from './label-row.ts';

/** One change of one training image; the label null is that of the file. */
export const editSchema = z.union([
  z.strictObject({ image: z.int().min(0), leftOut: z.boolean() }),
  z.strictObject({
    image: z.int().min(0),
    label: labelRow.nullable(),
  }),
]);
export type Edit = z.infer<typeof editSchema>;

/** What was done at once, and is undone at once. */
export type Step = readonly Edit[];

/** What is to be with an image. */
export interface ImageEdits {
  readonly leftOut: boolean;
  /** Null: as in the file. */
  readonly label: readonly number[] | null;
}

const UNTOUCHED: ImageEdits = { leftOut: false, label: null };

/** What all steps together do, by training image; images that are as they were are not in it. */
export function foldSteps(steps: readonly Step[]): ReadonlyMap<number, ImageEdits> {
  const edits = new Map<number, ImageEdits>();
  for (const { image, ...change } of steps.flat()) {
    const next = { ...(edits.get(image) ?? UNTOUCHED), ...change };
    if (next.leftOut || next.label !== null) edits.set(image, next);
    else edits.delete(image);
  }
  return edits;
}

/** The edition that some steps come to: the same whatever way led there. */
export function editionOf(name: string, fingerprint: string, steps: readonly Step[]): Edition {
  const edits = [...foldSteps(steps)].sort(([a], [b]) => a - b);
  return {
    name,
    fingerprint,
    train: {
      leftOut: edits.flatMap(([image, { leftOut }]) => (leftOut ? [image] : [])),
      relabelled: edits.flatMap(([image, { leftOut, label }]) =>
        leftOut || label === null ? [] : [{ image, label: [...label] }],
      ),
    },
  };
}

/** One step that makes an edition out of nothing. */
export function stepOf({ train }: Edition): Step {
  return [
    ...train.leftOut.map((image) => ({ image, leftOut: true })),
    ...train.relabelled.map(({ image, label }) => ({ image, label })),
  ];
}
