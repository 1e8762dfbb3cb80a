import type { LessonDraft } from '../../lab/lesson/draft.ts';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { NO_STEPS, type Steps, stepBack, stepForth, stepMade } from '../steps.ts';

/** A draft with the way back, and the way forth again. */
export interface DraftHistory extends Steps<LessonDraft> {
  readonly draft: LessonDraft;
}

/** A text that is being typed is one step, until the typing rests for so long. */
const ONE_STEP_MS = 2000;

export function historyOf(draft: LessonDraft): DraftHistory {
  return { draft, ...NO_STEPS };
}

/** @param field what is changed, so that typing in one field is one step; @param at in milliseconds */
export function draftChanged(
  history: DraftHistory,
  draft: LessonDraft,
  field: string,
  at: number,
): DraftHistory {
  if (canonicalJson(draft) === canonicalJson(history.draft)) return history;
  return { draft, ...stepMade(history, history.draft, { about: field, at, oneStepMs: ONE_STEP_MS }) };
}

export function draftUndone(history: DraftHistory): DraftHistory {
  const step = stepBack(history, history.draft);
  return step ? { draft: step.value, ...step.steps } : history;
}

export function draftRedone(history: DraftHistory): DraftHistory {
  const step = stepForth(history, history.draft);
  return step ? { draft: step.value, ...step.steps } : history;
}
