import { attributeSchema } from '../../lab/attributes/attribute.ts';
import { importOptionsSchema } from '../../lab/import/options.ts';
import { LabError } from '../../lab/lab-error.ts';
import { issuesText } from '../../lab/object-schema.ts';
import { z } from '../../lab/zod.ts';

/**
 * The array in an .npz of ours that tells what the six others do not: one text, JSON. NumPy reads it as any array, and
 * who only wants pixels and labels passes over it.
 */
export const LAB_ARRAY = 'medmnist_lab';

const schema = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1),
  task: z.enum(['binary', 'multi-class', 'multi-label']),
  classNames: z.array(z.string()).min(1),
  licence: z.string(),
  origin: z.string(),
  /** Of phantoms. */
  synthetic: z.literal(true).optional(),
  /** Said of the import; what the data themselves say is found anew. */
  notes: z.array(z.string()),
  imported: importOptionsSchema.optional(),
  attributes: z.array(attributeSchema).optional(),
});

export type LabFacts = z.infer<typeof schema>;

/** @throws LabError `wrong-dtype` where the array is not one of ours */
export function parseLabFacts(text: string, fileName: string): LabFacts {
  let issues = 'it is no JSON';
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    issues = issuesText(parsed.error);
  } catch {
    // Told below.
  }
  throw new LabError(
    'wrong-dtype',
    `The array ${LAB_ARRAY} in ${fileName} cannot be read: ${issues}.`,
    'Save the file again from the lab, or without this array.',
  );
}
