import { create } from 'zustand';
import { describeError } from '../../lab/lab-error.ts';
import type { Recipe } from '../../lab/recipe/recipe.ts';
import { showProblem } from '../../ui/notify.tsx';
import { whileWritten } from '../unsaved/being-written.ts';
import { isTraining, useTrain } from './store.ts';

/** The recipe that trains when what trains now has ended; null: none waits. */
export const useNextRun = create<{ readonly recipe: Recipe | null }>(() => ({ recipe: null }));

/** Lets a recipe train next, as it is now: what is changed later is not for it. One waits; a second takes its place. */
export function trainNext(recipe: Recipe): void {
  const waits = useNextRun.getState().recipe !== null;
  useNextRun.setState({ recipe });
  // It waits in this page alone: closing it meanwhile is asked about.
  if (!waits) void whileWritten(trainWhenFree);
}

export function dropNext(): void {
  useNextRun.setState({ recipe: null });
}

async function trainWhenFree(): Promise<void> {
  for (;;) {
    await untilFree();
    const { recipe } = useNextRun.getState();
    if (recipe === null) return;
    // A study may have been quicker: then its run is waited for as well.
    if (isTraining()) continue;
    dropNext();
    try {
      const { startRun } = await import('./session.ts');
      await startRun(recipe);
    } catch (error) {
      showProblem(describeError(error));
    }
    return;
  }
}

/** Resolves in a task of its own after the end of what trains, or when nothing waits any more. */
function untilFree(): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (isTraining() && useNextRun.getState().recipe !== null) return;
      for (const stop of stops) stop();
      setTimeout(resolve, 0);
    };
    const stops = [useTrain.subscribe(check), useNextRun.subscribe(check)];
    check();
  });
}
