import type { BackendName } from '../../lab/run-record.ts';
import type { ViewSearch } from '../view/view.ts';

/** What of the address asks for something: whoever follows such a link wants to see that. */
const NAMED = [
  'runs',
  'run',
  'study',
  'cell',
  'plan',
  'recipe',
  'lesson',
] as const satisfies (keyof ViewSearch)[];

/** Backends on which the first run takes seconds. */
const QUICK: readonly BackendName[] = ['webgpu', 'simd'];

/** Whether nothing is here yet, and the person came for nothing else. */
export function isFirstVisit({
  path,
  search,
  storedRuns,
  hadFirstRun,
}: {
  /** Of the tab in the address. */
  path: string;
  search: ViewSearch;
  /** Runs in this browser, those among them that cannot be read too; null where they could not be listed. */
  storedRuns: number | null;
  hadFirstRun: boolean;
}): boolean {
  const isPlain = (path === '/' || path === '/train') && NAMED.every((name) => search[name] === undefined);
  return isPlain && storedRuns === 0 && !hadFirstRun;
}

/** Whether the first run of a first visit may start by itself. */
export function startsByItself({
  reducedMotion,
  savesData,
  backend,
  isDefaultRecipe,
}: {
  /** Whether the person asked for less that moves. */
  reducedMotion: boolean;
  /** Whether the person asked for less traffic and work: Save-Data, or prefers-reduced-data. */
  savesData: boolean;
  backend: BackendName | null;
  /** Whether the form is as the lab brought it, on the data that are here: what a person chose is not replaced. */
  isDefaultRecipe: boolean;
}): boolean {
  return !reducedMotion && !savesData && backend !== null && QUICK.includes(backend) && isDefaultRecipe;
}
