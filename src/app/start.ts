import { describeError } from '../lab/lab-error.ts';
import { phantomSettings } from '../lab/phantom-settings.ts';
import { recipeFromLink } from '../lab/recipe/parse.ts';
import { findRequest, loadDataset, refreshShards, refreshStored } from '../state/data/store.ts';
import { restoreBackend } from '../state/environment/store.ts';
import { hadFirstRun, noteFirstVisit } from '../state/first-minute/first-minute.ts';
import { isFirstVisit } from '../state/first-minute/starts-by-itself.ts';
import { rememberRecipe, setRecipe, useRecipe } from '../state/recipe/store.ts';
import { readKept } from '../state/runs/kept.ts';
import { followTabs, loadRuns, useRuns } from '../state/runs/store.ts';
import { followChanges } from '../state/training/train-as-i-change.ts';
import type { ViewSearch } from '../state/view/view.ts';
import { showProblem } from '../ui/notify.tsx';
import { lab } from '../worker/client/lab.ts';
import { gainIsolation } from './isolation.ts';
import { keepForOffline, untilNothingTrains } from './offline.ts';

/** So long does the first run wait for threads, where a service worker has to bring them. */
const ISOLATION_PATIENCE_MS = 4000;

/**
 * What happens by itself when the page opens: the stored runs are read, the worker looks around, and the recipe's data
 * are loaded if they are on this device; otherwise the phantom, so that Train works at once. A first visit gets its first
 * run.
 *
 * @param opened the address that the page was opened with
 */
export async function start(opened: { pathname: string; search: ViewSearch }): Promise<void> {
  const isFirstWith = (storedRuns: number | null) =>
    isFirstVisit({ path: opened.pathname, search: opened.search, storedRuns, hadFirstRun: hadFirstRun() });
  noteFirstVisit(isFirstWith(0));
  const isolated = gainIsolation();
  // First, as a reload may come at once: what the link brought is then still there.
  rememberRecipe();
  if (opened.search.recipe !== undefined) takeLink(opened.search.recipe);
  followChanges();
  lab.onDeath(() => void restoreBackend().catch(() => undefined));
  lab.onProblem(showProblem);
  followTabs();
  const runs = loadRuns();
  // Fetched meanwhile: the first sight of the page does without what trains.
  const automation = import('./automation.ts');
  const firstRun = isFirstWith(0) ? import('../state/first-minute/first-run.ts') : null;
  const studies = import('../state/studies/own-studies.ts');
  const seals = import('../state/studies/begin-seals.ts');
  for (const fetched of [automation, firstRun, studies, seals]) fetched?.catch(() => undefined);
  // Before the set: made beside it the first point of a curve came no sooner (docs/performance.md).
  await restoreBackend().catch(() => undefined);
  // A failure is told under the header.
  await loadFirst().catch(() => undefined);
  await runs;
  const isFirst = isFirstWith(countRuns());
  noteFirstVisit(isFirst);
  await readKept(useRuns.getState().rows);
  await (await studies).startStudies();
  await (await seals).beginSeals();
  (await automation).installAutomation();
  document.documentElement.dataset.lab = 'ready';
  if (isFirst) {
    // Loading the page once more would cut it off.
    await Promise.race([isolated, new Promise((resolve) => setTimeout(resolve, ISOLATION_PATIENCE_MS))]);
    await (await firstRun)?.beginFirstMinute();
  }
  await Promise.all([refreshStored(), refreshShards()]);
  await untilNothingTrains();
  await keepForOffline();
}

/** Null where the stored runs could not be listed. */
function countRuns(): number | null {
  const { loaded, failed, rows, unreadable } = useRuns.getState();
  return loaded && !failed ? rows.length + unreadable.length : null;
}

/** A recipe from a link becomes the form's; a damaged one is told, and the form keeps what it had. */
export function takeLink(link: string): void {
  try {
    setRecipe(recipeFromLink(link));
  } catch (error) {
    showProblem(describeError(error));
  }
}

async function loadFirst(): Promise<void> {
  const { recipe } = useRecipe.getState();
  const request = await findRequest(recipe.dataset);
  if (request) {
    await loadDataset(request);
    return;
  }
  await loadDataset({ kind: 'phantom', settings: phantomSettings.parse({}) });
  // The recipe keeps asking for its own data; the form offers to fetch them.
  setRecipe(recipe);
}
