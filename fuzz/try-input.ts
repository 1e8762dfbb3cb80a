import fc from 'fast-check';
import { LabError } from '../src/lab/lab-error.ts';
import type { Failure } from './protocol.ts';
import { type Target, WrongAccept } from './target.ts';

export interface Outcome {
  readonly accepted: boolean;
  readonly failure: Failure | null;
}

/** The same input for the same seed and index, on every machine. */
export function inputOf({ inputs }: Target, seed: number, index: number): unknown {
  return fc.sample(inputs, { seed: seed + index * 7919, numRuns: 1 })[0];
}

export async function tryInput({ check }: Target, input: unknown, index: number): Promise<Outcome> {
  try {
    await check(input as never);
    return { accepted: true, failure: null };
  } catch (error) {
    return { accepted: false, failure: failureOf(error, index) };
  }
}

/**
 * Makes an input and tries it. One that cannot be made is a crash, of the fuzzer.
 *
 * @param onMade called between the two: making the input is no part of reading it
 */
export async function tryIndex(
  target: Target,
  seed: number,
  index: number,
  onMade: () => void,
): Promise<Outcome> {
  let input: unknown;
  try {
    input = inputOf(target, seed, index);
  } catch (error) {
    return { accepted: false, failure: failureOf(error, index) };
  }
  onMade();
  return await tryInput(target, input, index);
}

/** Null where the input was refused in words, as it should be. */
export function failureOf(error: unknown, index: number): Failure | null {
  if (error instanceof LabError) return null;
  const kind = error instanceof WrongAccept ? 'wrong accept' : 'crash';
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { index, kind, detail: text.split('\n').slice(0, 6).join('\n') };
}
