import { canonicalJson } from '../../lab/recipe/canonical.ts';
import { datasetKey } from '../../lab/recipe/dataset-reference.ts';
import { parseRecipe } from '../../lab/recipe/parse.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../lab/recipe/recipe.ts';
import { useData } from '../data/store.ts';
import { useEnvironment } from '../environment/store.ts';
import { beginWithRecipe, useRecipe } from '../recipe/store.ts';
import { renameRun } from '../runs/store.ts';
import { startRun, stopRun } from '../training/session.ts';
import { isTraining, useTrain } from '../training/store.ts';
import { noteFirstRun, useFirstMinute } from './first-minute.ts';
import { startsByItself } from './starts-by-itself.ts';

/** About three seconds on two cores, and far enough for the order to be seen coming. */
const FIRST_RECIPE = { width: 8, epochs: 8, batch: 64 } as const;

/** Name of the run that the lab starts, so that it is told apart in every list and export. */
const TITLE = 'the lab’s first run';

/** A script drives the page. */
let isDriven = false;

/** No run starts by itself from now on, and one that did is stopped: a script drives the page. */
export async function giveWayToScripts(): Promise<void> {
  if (isDriven) return;
  isDriven = true;
  if (starting) await starting.catch(() => undefined);
  const { runId, byItself } = useFirstMinute.getState();
  if (byItself && runId !== null && useTrain.getState().runId === runId) await stopRun();
}

let starting: Promise<void> | null = null;

/**
 * On a first visit: starts a run by itself where that is welcome; else the first one that the person starts is the one
 * to beat.
 */
export async function beginFirstMinute(): Promise<void> {
  const { recipe } = useRecipe.getState();
  const { dataset } = useData.getState();
  const willing = startsByItself({
    reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
    savesData: savesData(),
    backend: useEnvironment.getState().environment?.backend.name ?? null,
    isDefaultRecipe: canonicalJson(recipe) === canonicalJson(DEFAULT_RECIPE),
  });
  const isReady = dataset?.key === datasetKey(recipe.dataset) && !isTraining() && !isDriven;
  if (willing && isReady) {
    starting = startFirstRun(recipe);
    await starting;
  } else {
    whenRunBegins((id) => noteFirstRun(id, false));
  }
}

async function startFirstRun(before: Recipe): Promise<void> {
  const recipe = parseRecipe({ ...before, ...FIRST_RECIPE });
  // The form shows what is trained, so that what is changed next is compared with it.
  beginWithRecipe(recipe);
  whenRunBegins((id) => noteFirstRun(id, true));
  await renameRun(await startRun(recipe), TITLE);
}

function whenRunBegins(act: (id: string) => void): void {
  const { runId } = useTrain.getState();
  if (runId !== null) {
    act(runId);
    return;
  }
  const end = useTrain.subscribe((state) => {
    if (state.runId === null) return;
    end();
    act(state.runId);
  });
}

/** Save-Data, as the browser tells the page: the network information of Chromium, or the media feature. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true || matchMedia('(prefers-reduced-data: reduce)').matches;
}
