/** The way back, and the way forth again, of something that a person changes step by step. */
export interface Steps<Value> {
  /** The latest last. */
  readonly past: readonly Value[];
  /** The next first. */
  readonly future: readonly Value[];
  /** What the last change was about, and when; null where the next one is a step of its own. */
  readonly last: { readonly about: string; readonly at: number } | null;
}

const MOST_STEPS = 100;

export const NO_STEPS: Steps<never> = { past: [], future: [], last: null };

/**
 * The steps once `before` was changed.
 *
 * @param about what is changed: further changes of the same, each within `oneStepMs` of the one before, are one step
 * @param at in milliseconds
 */
export function stepMade<Value>(
  { past, last }: Steps<Value>,
  before: Value,
  { about, at, oneStepMs }: { readonly about: string; readonly at: number; readonly oneStepMs: number },
): Steps<Value> {
  const goesOn = last !== null && last.about === about && at - last.at < oneStepMs;
  return { past: goesOn ? past : [...past, before].slice(-MOST_STEPS), future: [], last: { about, at } };
}

/** One step back from what there is; null where there is none. */
export function stepBack<Value>(
  { past, future }: Steps<Value>,
  present: Value,
): { readonly value: Value; readonly steps: Steps<Value> } | null {
  if (past.length === 0) return null;
  const steps = { past: past.slice(0, -1), future: [present, ...future], last: null };
  return { value: past[past.length - 1]!, steps };
}

/** One step forth again; null where there is none. */
export function stepForth<Value>(
  { past, future }: Steps<Value>,
  present: Value,
): { readonly value: Value; readonly steps: Steps<Value> } | null {
  if (future.length === 0) return null;
  const steps = { past: [...past, present], future: future.slice(1), last: null };
  return { value: future[0]!, steps };
}
