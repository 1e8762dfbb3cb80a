import { LabError } from '../src/lab/lab-error.ts';

/** The command was given something that cannot be right: exit code 2, before anything starts. */
export class UsageError extends Error {}

/** @throws UsageError with the words of a LabError */
export function asUsageError<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof LabError) throw new UsageError(`${error.message} ${error.remedy}`);
    throw error;
  }
}
