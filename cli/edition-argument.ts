import { readFileSync } from 'node:fs';
import type { DatasetSummary } from '../src/lab/dataset.ts';
import type { Edition } from '../src/lab/edition/edition.ts';
import { editionFromFile } from '../src/lab/edition/edition-file.ts';
import { asUsageError, UsageError } from './usage-error.ts';

/**
 * The text of the file of `--edition`; null: none was named. What it says is of a set that is yet to be loaded.
 *
 * @throws UsageError where it cannot be read
 */
export function readEditionArgument(file: string | undefined): string | null {
  if (file === undefined) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`The edition ${file} cannot be read: ${(cause as Error).message}`);
  }
}

/** @throws UsageError where it is no edition, or one of other data */
export function editionOf(text: string | null, dataset: DatasetSummary): { edition?: Edition } {
  return text === null ? {} : asUsageError(() => ({ edition: editionFromFile(text, dataset) }));
}
