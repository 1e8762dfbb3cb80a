import type { DatasetSummary } from '../dataset.ts';
import { LabError } from '../lab-error.ts';
import { issuesText } from '../object-schema.ts';
import { z } from '../zod.ts';
import { type Edition, editionSchema } from './edition.ts';
import { refuseUnfitEdition } from './fit.ts';

/** Raise when the file changes shape. */
const VERSION = 1;

const fileSchema = z.strictObject({
  kind: z.literal('medmnist-lab-edition'),
  version: z.literal(VERSION),
  /** For a person: the fingerprint decides. */
  dataset: z.string(),
  edition: editionSchema,
});

export function editionToFile(edition: Edition, dataset: string): string {
  return JSON.stringify({ kind: 'medmnist-lab-edition', version: VERSION, dataset, edition }, null, 2);
}

/**
 * Reads an edition for a set; it is taken whole or not at all.
 *
 * @throws LabError `bad-edition`
 */
export function editionFromFile(text: string, summary: DatasetSummary): Edition {
  const data = readJson(text);
  const parts = Object.keys((data as { edition?: object } | null)?.edition ?? {});
  if (parts.includes('val') || parts.includes('test')) {
    throw bad(
      'The file changes validation or test images.',
      'Nothing was changed. They are what editions are compared by: only training images may be edited.',
    );
  }
  const { success, data: file, error } = fileSchema.safeParse(data);
  if (!success) throw bad(`The file is no edition: ${issuesText(error)}.`, 'Nothing was changed.');
  refuseUnfitEdition(file.edition, summary);
  return file.edition;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad('The file is no JSON.', 'Nothing was changed. Choose a file that was exported from the lab.');
  }
}

function bad(message: string, remedy: string): LabError {
  return new LabError('bad-edition', message, remedy);
}
