import { create } from 'zustand';
import { describeError } from '../../lab/lab-error.ts';
import { canonicalJson } from '../../lab/recipe/canonical.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import type { RunStatus } from '../../lab/run-record.ts';
import { showProblem } from '../../ui/notify.tsx';
import { useData } from '../data/store.ts';
import { useRecipe } from '../recipe/store.ts';
import { deleteRun } from '../runs/delete.ts';
import { findRow, useRuns } from '../runs/store.ts';
import { trainCommand } from './commands.ts';
import { expectedNow } from './expected-time.ts';
import { isTraining, useTrain } from './store.ts';

/** A run that takes longer waits for a press. */
export const MOST_SECONDS = 5;

/** A slider that is being moved trains once it rests. */
const REST_MS = 600;

const STORAGE_KEY = 'lab-train-as-i-change';

/** Whether each change of the recipe is trained at once. */
export const useTrainAsIChange = create<{ readonly on: boolean }>(() => ({ on: wasOn() }));

export function setTrainAsIChange(on: boolean): void {
  useTrainAsIChange.setState({ on });
  try {
    localStorage.setItem(STORAGE_KEY, String(on));
  } catch {
    // Storage is full or switched off: the next visit has it off.
  }
}

function wasOn(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'true';
  } catch {
    return false;
  }
}

/** The run that the last change started. */
let own: string | null = null;
/** Runs that say, or will say, what their recipe gives. */
const KNOWN: ReadonlySet<RunStatus> = new Set(['running', 'paused', 'finished']);

let timer: ReturnType<typeof setTimeout> | undefined;
let working: Promise<void> = Promise.resolve();

/** Follows the recipe. Call once. */
export function followChanges(): void {
  useRecipe.subscribe(({ recipe }, before) => {
    // Other data are no change of the recipe; they may take long to be looked at first.
    const isSameData = canonicalJson(recipe.dataset) === canonicalJson(before.recipe.dataset);
    if (!useTrainAsIChange.getState().on || !isSameData) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(trainLatest).catch((error: unknown) => showProblem(describeError(error)));
    }, REST_MS);
  });
}

async function trainLatest(): Promise<void> {
  const { recipe } = useRecipe.getState();
  const text = canonicalJson(recipe);
  // The same recipe gives the same curve. (A press may have been quicker, too.)
  if (useRuns.getState().rows.some((row) => KNOWN.has(row.status) && canonicalJson(row.recipe) === text))
    return;
  const { startRun, stopRun } = await import('./session.ts');
  if (isTraining()) {
    // What a person started, or a study, goes on to its end.
    if (own === null || own !== useTrain.getState().runId) return;
    const cutOff = own;
    own = null;
    await stopRun();
    // It was never seen to its end: half a run for each move of a slider would fill the list.
    if (findRow(cutOff)?.status === 'stopped') await deleteRun(cutOff);
  }
  if (canonicalJson(useRecipe.getState().recipe) !== text) return;
  if (!trainCommand.isEnabled() || !isShort(recipe)) return;
  own = await startRun(recipe);
}

/** Whether it is known to be short. */
function isShort(recipe: Recipe): boolean {
  const time = useData.getState().dataset && expectedNow([recipe]);
  return time?.unmeasured === 0 && time.seconds < MOST_SECONDS;
}
