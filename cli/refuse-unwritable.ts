import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from './usage-error.ts';

/**
 * After hours of work it would be late to hear of it.
 *
 * @throws UsageError
 */
export function refuseUnwritable(out: string): void {
  try {
    const found = statSync(out, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new Error('it is a folder');
    accessSync(found ? out : dirname(out), constants.W_OK);
  } catch (cause) {
    throw new UsageError(`${out} cannot be written: ${(cause as Error).message}.`);
  }
}
