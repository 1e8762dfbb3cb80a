import { readFileSync } from 'node:fs';
import { type GivenImportOptions, parseImportOptions } from '../src/lab/import/options.ts';
import type { DataArgument } from './data-argument.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads `--import`: a JSON file of import options, as the window of the import writes it.
 *
 * @returns null without the option
 * @throws UsageError
 */
export function readImportArgument(path: string | undefined, data: DataArgument): GivenImportOptions | null {
  if (path === undefined) return null;
  if (data.kind !== 'file') throw new UsageError('--import is for files and folders of your own.');
  try {
    return parseImportOptions(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new UsageError(`${path} holds no import options: ${(cause as Error).message}`);
  }
}
