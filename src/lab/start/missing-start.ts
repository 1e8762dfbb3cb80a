import { LabError } from '../lab-error.ts';
import type { Start } from './start.ts';

/** Told before the first batch. @param what is the matter with the weights that a recipe names */
export function missingStart(
  { weights, name }: Pick<Start, 'weights' | 'name'>,
  what = 'are not here',
): LabError {
  return new LabError(
    'no-weights',
    `The weights “${name}” (${weights.slice(0, 8)}) that this recipe starts from ${what}.`,
    'Nothing was trained. Choose them again under Starts from, or by --start: the run that they are of, or its safetensors file.',
  );
}
